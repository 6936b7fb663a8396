using StorePush.Hosting;

namespace StorePush.Architecture.Tests;

/// <summary>A rule that can't fail holds nothing: each one is shown something that breaks it.</summary>
public sealed class PlantedViolationTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("storepush-architecture-");

    public void Dispose() => _root.Delete(recursive: true);

    [Theory]
    [InlineData("services", "Edge")]
    [InlineData("shared", "Hosting")]
    [InlineData("gateway", "Gateway")]
    public void A_reference_to_a_service_is_found(string folder, string name) =>
        Rules.OnlyStandaloneReferencesServices(With(folder, name, Reference("services/Ingest/Ingest.csproj")))
            .ShouldHaveSingleItem().ShouldBe($"{name} references the service Ingest");

    [Fact]
    public void A_reference_in_the_way_of_windows_is_found_too() =>
        Rules.OnlyStandaloneReferencesServices(With("services", "Edge", """<ProjectReference Include="..\Ingest\Ingest.csproj" />"""))
            .ShouldHaveSingleItem();

    [Theory]
    [InlineData("services/Ingest/Ingest.csproj")]
    [InlineData("gateway/Gateway.csproj")]
    [InlineData("tests/Tests.Common/Tests.Common.csproj")]
    public void A_way_out_of_what_is_shared_is_found(string reference) =>
        Rules.SharedReferencesSharedOnly(With("shared", "Batching", Reference(reference))).ShouldHaveSingleItem();

    [Theory]
    [InlineData("Contracts")]
    [InlineData("Protocol")]
    public void Whatever_contracts_or_protocol_reference_is_found(string name)
    {
        Rules.ContractsAndProtocolReferenceNothing(With("shared", name, Reference("shared/Batching/Batching.csproj")))
            .ShouldBe([$"{name} references Batching"]);
        Rules.ContractsAndProtocolReferenceNothing(With("shared", name, """<PackageReference Include="MassTransit" />"""))
            .ShouldBe([$"{name} references MassTransit"]);
        Rules.ContractsAndProtocolReferenceNothing(With("shared", name, """<FrameworkReference Include="Microsoft.AspNetCore.App" />"""))
            .ShouldBe([$"{name} references Microsoft.AspNetCore.App"]);
    }

    [Fact]
    public void Whatever_the_terminals_client_references_beside_the_protocol_is_found() =>
        Rules.TheTerminalsClientKnowsTheProtocolOnly(With("shared", "PosClient", Reference("shared/Contracts/Contracts.csproj")))
            .ShouldBe(["PosClient references Contracts"]);

    [Fact]
    public void A_reference_to_the_gateway_is_found() =>
        Rules.NobodyReferencesTheGateway(With("services", "Edge", Reference("gateway/Gateway.csproj")))
            .ShouldBe(["Edge references Gateway"]);

    [Fact]
    public void An_assembly_that_uses_more_than_the_framework_is_found() =>
        Rules.UsesTheFrameworkOnly(typeof(ServiceHost).Assembly).ShouldContain("MassTransit");

    [Fact]
    public void An_assembly_that_uses_the_bus_is_found()
    {
        Rules.UsesNoBus(typeof(ServiceHost).Assembly).ShouldContain("MassTransit");
        Rules.UsesNoBus(typeof(ServiceHost).Assembly).ShouldContain("StorePush.Contracts");
    }

    [Fact]
    public void A_long_file_is_found_unless_it_is_generated()
    {
        Write("services/Edge/Long.cs", Rules.MaxLines + 1);
        Write("services/Edge/Short.cs", Rules.MaxLines);
        Write("services/Delivery/Migrations/Initial.cs", 2 * Rules.MaxLines);

        Rules.FilesAreShort(_root.FullName)
            .ShouldBe([$"{Path.Combine("services", "Edge", "Long.cs")} has {Rules.MaxLines + 1} lines"]);
    }

    /// <summary>The projects as they are, but for one that holds one item.</summary>
    private IReadOnlyCollection<Project> With(string folder, string name, string item)
    {
        var path = Path.Combine(_root.FullName, folder, $"{name}.csproj");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, $"""<Project Sdk="Microsoft.NET.Sdk"><ItemGroup>{item}</ItemGroup></Project>""");

        return [.. Repository.Projects.Where(project => project.Name != name), Project.Read(_root.FullName, path)];
    }

    private void Write(string path, int lines)
    {
        var file = Path.Combine(_root.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllLines(file, Enumerable.Repeat("//", lines));
    }

    private static string Reference(string path) => $"""<ProjectReference Include="../../{path}" />""";
}
