using k8s.Models;
using Microsoft.Extensions.Options;
using StorePush.Deployment.Tests.Kustomizations;
using StorePush.Deployment.Tests.Processes;

namespace StorePush.Deployment.Tests;

/// <summary>What a process is told by its manifest: keys that it reads, with values that it takes.</summary>
public sealed class ConfigurationTests
{
    /// <summary>No key takes it, whatever its type is.</summary>
    private const string Nonsense = "?!";

    private static readonly string[] Options =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "options.txt")).Select(line => line.Split(" = ")[0])];

    public static TheoryData<string> Overlays => [.. Kustomization.Overlays];

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Every_key_is_an_option(string overlay)
    {
        foreach (var workload in (await Kustomization.LoadAsync(overlay)).Workloads)
            workload.Keys.Concat(workload.SecretKeys).ShouldBeSubsetOf(Options, workload.Name);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task A_process_takes_its_configuration(string overlay)
    {
        foreach (var workload in (await Kustomization.LoadAsync(overlay)).Workloads)
        {
            var (code, output, errors) = await ConfigurationCheck.RunAsync(workload);

            (code, errors).ShouldBe((0, ""), workload.Name);

            // The gateway says beside it that the names can't be looked up here.
            output.Split('\n').ShouldContain("ok", workload.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task A_process_reads_each_key_that_it_is_given(string overlay)
    {
        foreach (var workload in (await Kustomization.LoadAsync(overlay)).Workloads)
        {
            foreach (var key in workload.Keys.Concat(workload.SecretKeys))
            {
                var configuration = Configuration.Of(workload);
                configuration[key] = Nonsense;

                Should.Throw<OptionsValidationException>(() => Service.Build(workload.Service, configuration), $"{workload.Name}: {key}")
                    .Message.ShouldContain(key);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task A_process_gets_only_the_secrets_without_which_it_would_not_start(string overlay)
    {
        foreach (var workload in (await Kustomization.LoadAsync(overlay)).Workloads)
        {
            foreach (var key in workload.SecretKeys)
            {
                var configuration = Configuration.Of(workload);
                configuration.Remove(key);

                Should.Throw<OptionsValidationException>(() => Service.Build(workload.Service, configuration), $"{workload.Name}: {key}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task No_secret_stands_in_a_manifest(string overlay)
    {
        var manifests = await Kustomization.LoadAsync(overlay);

        manifests.Of<V1Secret>().ShouldBeEmpty();
        foreach (var workload in manifests.Workloads)
        {
            workload.Container.Env.ShouldAllBe(each => each.ValueFrom == null);
            workload.Container.EnvFrom.ShouldBeNull(workload.Name);
            workload.Environment.Values.ShouldAllBe(value => !value.Contains("assword", StringComparison.Ordinal) && !value.Contains('@'));
            workload.Environment.Keys.ShouldNotContain("Auth__SigningKey");
        }
    }

    /// <summary>
    /// A process that took over the name of a crashed one would keep the sessions of that one alive; what makes each name its own is the
    /// default.
    /// </summary>
    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task No_name_is_given_to_an_edge(string overlay) =>
        (await Kustomization.LoadAsync(overlay)).Workload("edge").Keys.ShouldNotContain("Edge__Id");
}
