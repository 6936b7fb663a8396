using k8s.Models;
using Npgsql;
using StorePush.Deployment.Tests.CustomResources;
using StorePush.Deployment.Tests.Kustomizations;

namespace StorePush.Deployment.Tests;

/// <summary>The servers that operators run: as safe as a 202 promises, and found by who needs them.</summary>
public sealed class OperatorTests
{
    [Fact]
    public async Task A_message_is_on_more_than_one_node_of_the_broker()
    {
        var cluster = (await Kustomization.LoadAsync(Kustomization.Example)).Of<RabbitmqCluster>().ShouldHaveSingleItem();

        cluster.Spec.Replicas.ShouldBeGreaterThanOrEqualTo(3);
        (cluster.Spec.Replicas % 2).ShouldBe(1, "a majority of an even number is dearer and no safer");
        cluster.Spec.Rabbitmq!.AdditionalConfig!.ShouldContain("cluster_partition_handling = pause_minority");
        cluster.Spec.Image!.ShouldMatch(@":\d+\.\d+\.\d+-management$");
    }

    [Fact]
    public async Task A_commit_is_on_more_than_one_node_of_the_database()
    {
        var cluster = (await Kustomization.LoadAsync(Kustomization.Example)).Of<PostgresCluster>().ShouldHaveSingleItem();

        cluster.Spec.Instances.ShouldBeGreaterThanOrEqualTo(3);
        cluster.Spec.Postgresql.Synchronous!.Number.ShouldBeGreaterThanOrEqualTo(1);
        cluster.Spec.Postgresql.Synchronous.DataDurability.ShouldBe("required");
    }

    [Fact]
    public async Task The_services_take_the_brokers_address_from_where_the_operator_puts_it()
    {
        var manifests = await Kustomization.LoadAsync(Kustomization.Example);
        var (name, key) = manifests.Of<RabbitmqCluster>().ShouldHaveSingleItem().AddressSecret;

        foreach (var workload in manifests.Workloads.Where(each => each.SecretKeys.Contains("Broker__Url")))
        {
            var source = Sources(workload).Single(each => each.Items.Any(item => item.Path == "Broker__Url"));
            (source.Name, source.Items.ShouldHaveSingleItem().Key).ShouldBe((name, key), workload.Name);
        }
    }

    [Fact]
    public async Task Delivery_finds_the_database_and_proves_who_it_is()
    {
        var manifests = await Kustomization.LoadAsync(Kustomization.Example);
        var cluster = manifests.Of<PostgresCluster>().ShouldHaveSingleItem();
        var delivery = manifests.Workload("delivery");
        var connection = new NpgsqlConnectionStringBuilder(delivery.Environment["Database__ConnectionString"]);

        connection.Host.ShouldBe(cluster.Host);
        (connection.Database, connection.Username).ShouldBe(
            (cluster.Spec.Bootstrap!.Initdb!.Database, cluster.Spec.Bootstrap.Initdb.Owner));
        connection.Password.ShouldBeNull();
        connection.SslMode.ShouldBe(SslMode.VerifyFull);
        foreach (var (secret, key) in cluster.Secrets)
            Sources(delivery).Single(each => each.Name == secret).Items.ShouldHaveSingleItem().Key.ShouldBe(key);
        foreach (var file in (string?[])[connection.Passfile, connection.RootCertificate])
            MountedFiles(delivery).ShouldContain(file);
    }

    [Fact]
    public async Task A_terminals_socket_may_last()
    {
        var manifests = await Kustomization.LoadAsync(Kustomization.Example);
        var rule = manifests.Of<HttpRoute>().ShouldHaveSingleItem().Spec.Rules.ShouldHaveSingleItem();
        var backend = rule.BackendRefs.ShouldHaveSingleItem();

        (rule.Timeouts!.Request, rule.Timeouts.BackendRequest).ShouldBe(("0s", "0s"));
        manifests.Single<V1Service>(backend.Name!).Spec.Ports.ShouldContain(port => port.Port == backend.Port);
    }

    [Fact]
    public async Task Tokens_do_not_travel_in_clear()
    {
        var manifests = await Kustomization.LoadAsync(Kustomization.Example);
        var gateway = manifests.Of<EntryGateway>().ShouldHaveSingleItem();
        var route = manifests.Of<HttpRoute>().ShouldHaveSingleItem();

        gateway.Spec.Listeners.ShouldAllBe(listener => listener.Protocol == "HTTPS" && listener.Tls!.CertificateRefs.Count > 0);
        route.Spec.ParentRefs.ShouldHaveSingleItem().Name.ShouldBe(gateway.Metadata.Name);
        route.Spec.Hostnames.ShouldBe(gateway.Spec.Listeners.Select(listener => listener.Hostname));
    }

    private static IEnumerable<V1SecretProjection> Sources(Workload workload) =>
        workload.Pod.Volumes.Where(volume => volume.Projected is not null)
            .SelectMany(volume => volume.Projected.Sources).Select(source => source.Secret);

    private static IEnumerable<string> MountedFiles(Workload workload) =>
        from mount in workload.Container.VolumeMounts
        from volume in workload.Pod.Volumes
        where volume.Name == mount.Name && volume.Projected is not null
        from item in volume.Projected.Sources.SelectMany(source => source.Secret.Items)
        select $"{mount.MountPath}/{item.Path}";
}
