using k8s.Models;
using StorePush.Deployment.Tests.CustomResources;
using StorePush.Deployment.Tests.Flows;
using StorePush.Deployment.Tests.Kustomizations;
using StorePush.Deployment.Tests.Scraping;

namespace StorePush.Deployment.Tests;

/// <summary>Who can talk to whom: those who must, and nobody else.</summary>
public sealed class NetworkTests
{
    private const int Http = 8080;
    private const int Https = 443;
    private const int Dns = 53;

    private static readonly int[] Otlp = [4317, 4318];

    private static readonly int[] EveryPort = [Dns, 80, Https, Http, .. Otlp, 4369, 5432, 5671, 5672, 8000, 15672, 15692];

    public static TheoryData<string> Overlays => [.. Kustomization.Overlays];

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task The_gateway_finds_all_pods_of_a_service_by_its_name_and_reaches_them(string overlay)
    {
        var manifests = await Kustomization.LoadAsync(overlay);
        var network = new Network(manifests);
        var gateway = manifests.Workload("gateway");
        var upstreams = gateway.Environment.Where(each => each.Key is "Gateway__Ingest" or "Gateway__Delivery" or "Gateway__Edge").ToArray();

        upstreams.Length.ShouldBe(3);
        foreach (var (key, value) in upstreams)
        {
            var url = new Uri(value);
            var service = manifests.Single<V1Service>(url.Host);
            var target = manifests.Workloads.Single(workload => service.Spec.Selector.Picks(workload.Labels));
            var port = service.Spec.Ports.ShouldHaveSingleItem();

            service.Spec.ClusterIP.ShouldBe("None", key);
            $"Gateway__{target.Service}".ShouldBe(key);
            port.TargetPort.Value.ShouldBe("http", key);
            port.Port.ShouldBe(url.Port, "without an address of its own nothing changes the port");
            network.Allows(Of(gateway, manifests), Of(target, manifests), url.Port).ShouldBeTrue(key);
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Whoever_has_the_address_of_a_server_reaches_it_and_nobody_else_does(string overlay)
    {
        var manifests = await Kustomization.LoadAsync(overlay);
        var network = new Network(manifests);

        foreach (var workload in manifests.Workloads)
        {
            network.Allows(Of(workload, manifests), Broker(manifests).Peer, Broker(manifests).Port)
                .ShouldBe(workload.SecretKeys.Contains("Broker__Url"), $"{workload.Name} and the broker");
            network.Allows(Of(workload, manifests), Database(manifests).Peer, Database(manifests).Port)
                .ShouldBe(
                    workload.Keys.Concat(workload.SecretKeys).Contains("Database__ConnectionString"), $"{workload.Name} and the database");
        }
    }

    /// <summary>The README says who gives or takes messages, and who owns state.</summary>
    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task The_table_of_the_README_and_the_network_agree(string overlay)
    {
        var manifests = await Kustomization.LoadAsync(overlay);
        var network = new Network(manifests);

        foreach (var workload in manifests.Workloads)
        {
            var (owns, usesBus) = ProcessTable.Row(workload.Service);
            network.Allows(Of(workload, manifests), Broker(manifests).Peer, Broker(manifests).Port).ShouldBe(usesBus, workload.Name);
            network.Allows(Of(workload, manifests), Database(manifests).Peer, Database(manifests).Port)
                .ShouldBe(owns.StartsWith("all state", StringComparison.Ordinal), workload.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Only_the_gateway_reaches_a_process(string overlay)
    {
        var manifests = await Kustomization.LoadAsync(overlay);
        var network = new Network(manifests);

        foreach (var from in manifests.Workloads.Where(workload => workload.Name != "gateway"))
        {
            foreach (var to in manifests.Workloads)
                EveryPort.ShouldAllBe(port => !network.Allows(Of(from, manifests), Of(to, manifests), port), $"{from.Name} to {to.Name}");
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task From_outside_only_the_gateway_is_reached(string overlay)
    {
        var manifests = await Kustomization.LoadAsync(overlay);
        var network = new Network(manifests);
        var stranger = Peer.Pod("a pod of another namespace", "elsewhere", ("app.kubernetes.io/name", "gateway"));

        foreach (var to in manifests.Workloads.Where(workload => workload.Name != "gateway"))
        {
            foreach (var from in (Peer[])[stranger, Peer.Outside("203.0.113.9")])
                EveryPort.ShouldAllBe(port => !network.Allows(from, Of(to, manifests), port), $"{from.Name} to {to.Name}");
        }

        var front = overlay == Kustomization.Example
            ? Peer.Pod("the proxies of the Gateway API", "gateway-system")
            : Peer.Outside("203.0.113.9");
        network.Allows(front, Of(manifests.Workload("gateway"), manifests), Http).ShouldBeTrue();
    }

    [Fact]
    public async Task Where_addresses_are_believed_nobody_but_the_proxies_can_come_in()
    {
        var manifests = await Kustomization.LoadAsync(Kustomization.Example);
        var gateway = manifests.Workload("gateway");

        gateway.Environment.ShouldContainKey("Gateway__TrustedProxies");
        var network = new Network(manifests);
        network.Allows(Peer.Pod("a pod of another namespace", "elsewhere"), Of(gateway, manifests), Http).ShouldBeFalse();
        network.Allows(Peer.Outside("203.0.113.9"), Of(gateway, manifests), Http).ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Everybody_can_look_up_names_and_nobody_reaches_the_world_without_a_reason(string overlay)
    {
        var manifests = await Kustomization.LoadAsync(overlay);
        var network = new Network(manifests);
        var dns = Peer.Pod("DNS", "kube-system", ("k8s-app", "kube-dns"));

        foreach (var workload in manifests.Workloads)
        {
            network.Allows(Of(workload, manifests), dns, Dns, "UDP").ShouldBeTrue(workload.Name);
            network.Allows(Of(workload, manifests), dns, Dns).ShouldBeTrue(workload.Name);
            EveryPort.Where(port => port != Https || !workload.Keys.Contains("Webhooks__Url"))
                .ShouldAllBe(port => !network.Allows(Of(workload, manifests), Peer.Outside("203.0.113.9"), port), workload.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Whoever_calls_webhooks_reaches_the_world_and_nothing_inside(string overlay)
    {
        var manifests = await Kustomization.LoadAsync(overlay);
        var network = new Network(manifests);

        foreach (var workload in manifests.Workloads.Where(each => each.Keys.Contains("Webhooks__Url")))
        {
            network.Allows(Of(workload, manifests), Peer.Outside("203.0.113.9"), Https).ShouldBeTrue(workload.Name);
            foreach (var inside in (string[])["10.96.0.1", "169.254.169.254", "172.20.0.1", "192.168.1.1"])
                network.Allows(Of(workload, manifests), Peer.Outside(inside), Https).ShouldBeFalse($"{workload.Name} to {inside}");
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Prometheus_reaches_whatever_it_is_to_read(string overlay)
    {
        var manifests = await Kustomization.LoadAsync(overlay);
        var network = new Network(manifests);
        var prometheus = Peer.Pod("Prometheus", "monitoring", ("app.kubernetes.io/name", "prometheus"));
        var targets = PodMonitors.Targets(manifests);

        targets.Length.ShouldBeGreaterThanOrEqualTo(manifests.Workloads.Count());
        targets.ShouldAllBe(target => network.Allows(prometheus, target.Peer, target.Port));
    }

    /// <summary>The gateway's door may be open to everybody.</summary>
    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Others_of_the_namespace_of_Prometheus_reach_nobody(string overlay)
    {
        var manifests = await Kustomization.LoadAsync(overlay);
        var network = new Network(manifests);
        var grafana = Peer.Pod("Grafana", "monitoring", ("app.kubernetes.io/name", "grafana"));

        PodMonitors.Targets(manifests)
            .Where(target => !network.Allows(Peer.Outside("203.0.113.9"), target.Peer, target.Port))
            .ShouldAllBe(target => !network.Allows(grafana, target.Peer, target.Port));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Whoever_sends_traces_reaches_the_collector_and_nothing_else_of_its_namespace(string overlay)
    {
        var manifests = await Kustomization.LoadAsync(overlay);
        var network = new Network(manifests);

        foreach (var workload in manifests.Workloads)
        {
            var (service, ns) = workload.Environment.TryGetValue("OTEL_EXPORTER_OTLP_ENDPOINT", out var endpoint)
                ? (new Uri(endpoint).Host.Split('.')[0], new Uri(endpoint).Host.Split('.')[1])
                : ("opentelemetry-collector", "observability");
            var collector = Peer.Pod("the collector", ns, ("app.kubernetes.io/name", service));

            Otlp.ShouldAllBe(port => network.Allows(Of(workload, manifests), collector, port) == (endpoint != null), workload.Name);
            EveryPort.Except(Otlp).ShouldAllBe(port => !network.Allows(Of(workload, manifests), collector, port), workload.Name);
            EveryPort.ShouldAllBe(
                port => !network.Allows(Of(workload, manifests), Peer.Pod("its neighbour", ns), port), workload.Name);
        }
    }

    [Fact]
    public async Task The_example_traces_every_process_and_leaves_it_to_the_gateway_what()
    {
        var manifests = await Kustomization.LoadAsync(Kustomization.Example);

        manifests.Workloads.ShouldAllBe(workload => workload.Environment.ContainsKey("OTEL_EXPORTER_OTLP_ENDPOINT"));
        manifests.Workloads.Where(workload => workload.Environment.ContainsKey("OTEL_TRACES_SAMPLER"))
            .ShouldHaveSingleItem().Name.ShouldBe("gateway");
    }

    [Fact]
    public async Task The_servers_reach_each_other_and_their_operators_reach_them()
    {
        var manifests = await Kustomization.LoadAsync(Kustomization.Example);
        var network = new Network(manifests);
        var (broker, database) = (Broker(manifests).Peer, Database(manifests).Peer);

        foreach (var port in (int[])[4369, 25672])
            network.Allows(broker, broker, port).ShouldBeTrue($"nodes of the broker: {port}");
        foreach (var port in (int[])[5432, 8000])
            network.Allows(database, database, port).ShouldBeTrue($"instances of the database: {port}");
        network.Allows(
            Peer.Pod("operator", "rabbitmq-system", ("app.kubernetes.io/component", "rabbitmq-operator")), broker, 15672).ShouldBeTrue();
        network.Allows(
            Peer.Pod("operator", "cnpg-system", ("app.kubernetes.io/name", "cloudnative-pg")), database, 8000).ShouldBeTrue();
        network.Allows(database, Peer.Outside("203.0.113.1"), 6443).ShouldBeTrue("the API server");
    }

    private static Peer Of(Workload workload, Manifests manifests) => Peer.Of(workload, manifests.Namespace);

    /// <summary>Pods of the operator's, or an address of those that the overlay names.</summary>
    private static (Peer Peer, int Port) Broker(Manifests manifests) => manifests.Of<RabbitmqCluster>().SingleOrDefault() is { } cluster
        ? (Peer.Of(cluster, manifests.Namespace), 5672)
        : (Peer.Outside("192.0.2.1"), 5671);

    private static (Peer Peer, int Port) Database(Manifests manifests) => manifests.Of<PostgresCluster>().SingleOrDefault() is { } cluster
        ? (Peer.Pod("the database", manifests.Namespace, cluster.PodLabels), 5432)
        : (Peer.Outside("192.0.2.17"), 5432);
}
