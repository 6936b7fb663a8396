using StorePush.Contracts;
using StorePush.Gateway;
using StorePush.Protocol;

namespace StorePush.Architecture.Tests;

public sealed class RulesTests
{
    private static readonly string[] Known =
        ["Gateway", "Delivery", "Edge", "Ingest", "Standalone", "Batching", "Contracts", "Hosting", "PosClient", "Protocol"];

    [Fact]
    public void Only_standalone_references_services() =>
        Rules.OnlyStandaloneReferencesServices(Repository.Projects).ShouldBeEmpty();

    [Fact]
    public void Standalone_holds_every_service()
    {
        var services = Repository.Projects.Where(project => project.IsService && project.Name != Project.Standalone);

        Find(Project.Standalone).Projects.ShouldBe(services.Select(service => service.Name), ignoreOrder: true);
    }

    [Fact]
    public void What_is_shared_references_only_what_is_shared() =>
        Rules.SharedReferencesSharedOnly(Repository.Projects).ShouldBeEmpty();

    [Fact]
    public void Contracts_and_protocol_reference_nothing_but_the_framework()
    {
        Rules.ContractsAndProtocolReferenceNothing(Repository.Projects).ShouldBeEmpty();
        Rules.UsesTheFrameworkOnly(typeof(OrderPlaced).Assembly).ShouldBeEmpty();
        Rules.UsesTheFrameworkOnly(typeof(SocketProtocol).Assembly).ShouldBeEmpty();
    }

    [Fact]
    public void The_terminals_client_knows_nothing_of_the_servers() =>
        Rules.TheTerminalsClientKnowsTheProtocolOnly(Repository.Projects).ShouldBeEmpty();

    [Fact]
    public void Nobody_references_the_gateway() =>
        Rules.NobodyReferencesTheGateway(Repository.Projects).ShouldBeEmpty();

    [Fact]
    public void The_gateway_has_no_part_in_the_bus() => Rules.UsesNoBus(typeof(GatewayModule).Assembly).ShouldBeEmpty();

    [Fact]
    public void No_file_is_long() => Rules.FilesAreShort(Repository.Root).ShouldBeEmpty();

    [Fact]
    public void The_rules_see_every_project()
    {
        var names = Repository.Projects.Select(project => project.Name).ToList();

        names.ShouldBeUnique();
        Known.ShouldBeSubsetOf(names);
        Find("Hosting").Projects.ShouldBe(["Contracts", "Protocol"], ignoreOrder: true);
        Find("Hosting").Packages.ShouldContain("MassTransit");
    }

    private static Project Find(string name) => Repository.Projects.Single(project => project.Name == name);
}
