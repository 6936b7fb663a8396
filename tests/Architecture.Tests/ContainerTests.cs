using System.Text.RegularExpressions;

namespace StorePush.Architecture.Tests;

/// <summary>What the containers may do: as little as they need.</summary>
public sealed partial class ContainerTests
{
    private static readonly string[] Ours = ["ingest", "delivery", "edge", "gateway"];

    private static readonly string[] Watching = ["prometheus", "grafana", "jaeger"];

    private static readonly string[] Hardening = ["read_only: true", "cap_drop: [ALL]", "no-new-privileges:true", "tmpfs: /tmp"];

    private static readonly string Compose = Read("docker-compose.yml");
    private static readonly string Dockerfile = Read("Dockerfile");

    [Fact]
    public void Our_containers_run_with_no_rights_and_can_write_nothing()
    {
        var common = Block("x-service: &service");
        foreach (var setting in Hardening)
            common.ShouldContain(setting);

        foreach (var service in Ours)
        {
            var block = Block($"  {service}:");
            block.ShouldContain("<<: *service", customMessage: service);
            foreach (var key in (string[])["read_only", "cap_drop", "cap_add", "security_opt", "privileged", "user:", "tmpfs"])
                block.ShouldNotContain(key, customMessage: $"{service} undoes what all have in common");
        }
    }

    /// <summary>Without it the whole file is none; no other test reads it as YAML.</summary>
    [Fact]
    public void What_the_compose_file_refers_to_is_there()
    {
        var anchors = Regex.Matches(Compose, @"(?m): &([\w-]+)$").Select(match => match.Groups[1].Value);

        Regex.Matches(Compose, @"(?m): \*([\w-]+)$").Select(match => match.Groups[1].Value).Distinct().ShouldBeSubsetOf(anchors);
    }

    [Fact]
    public void No_container_gains_rights()
    {
        Compose.ShouldNotContain("privileged");
        foreach (var service in (string[])["secrets", "rabbitmq", "postgres"])
            Block($"  {service}:").ShouldContain("no-new-privileges:true", customMessage: service);
    }

    [Fact]
    public void No_secret_stands_in_the_compose_file()
    {
        foreach (Match line in Secret().Matches(Compose))
            line.Groups["value"].Value.ShouldMatch(@"^(\$\{[A-Za-z_]+:-\}|/run/\S+)$", line.Value);
        Compose.ShouldNotContain("amqp://");
        Compose.ShouldNotContain("Password=");
    }

    [Fact]
    public void No_secret_stands_in_the_image()
    {
        Dockerfile.ShouldNotMatch("(?i)(key|password|secret|token)\\s*=");
        Read(".dockerignore").Split('\n').ShouldContain(".git");
        Read(".dockerignore").Split('\n').ShouldContain(".env", "what the README says to set is in it");
    }

    [Fact]
    public void The_image_runs_as_nobody_in_particular()
    {
        var final = Dockerfile[Dockerfile.LastIndexOf("FROM ", StringComparison.Ordinal)..];

        final.ShouldMatch(@"(?m)^USER [1-9]\d*$");
        final.ShouldNotMatch("(?m)^USER (root|0)");
    }

    [Fact]
    public void Broker_and_database_are_on_a_network_of_their_own_that_the_gateway_is_not_on()
    {
        foreach (var server in (string[])["rabbitmq", "postgres"])
            Block($"  {server}:").ShouldContain("    networks: [data]\n", customMessage: server);
        Block("  gateway:").ShouldContain("    networks: [default]\n");
        foreach (var watching in (string[])["grafana", "jaeger"])
            Block($"  {watching}:").ShouldNotContain("networks:", customMessage: watching);
        Block("  data:").ShouldContain("internal: true");
    }

    [Fact]
    public void The_gateway_which_everybody_reaches_knows_no_secret()
    {
        var gateway = Block("  gateway:");

        gateway.ShouldContain("volumes: []");
        gateway.ShouldNotContain("secrets", Case.Insensitive);
    }

    [Fact]
    public void The_image_brings_the_notices_along()
    {
        Dockerfile[Dockerfile.LastIndexOf("FROM ", StringComparison.Ordinal)..].ShouldContain("COPY LICENSE THIRD-PARTY-NOTICES.md ./");
        Read(".dockerignore").Split('\n').ShouldContain("!THIRD-PARTY-NOTICES.md");
    }

    [Fact]
    public void Only_the_gateway_and_what_watches_it_are_reached_from_outside_of_their_network()
    {
        Regex.Count(Compose, @"(?m)^\s+ports:").ShouldBe(1 + Watching.Length);
        foreach (var service in Watching.Append("gateway"))
            Regex.Count(Block($"  {service}:"), @"(?m)^\s+ports:").ShouldBe(1, service);
    }

    [Fact]
    public void Nothing_is_reached_from_another_machine()
    {
        var published = Published().Matches(Compose);

        published.Count.ShouldBe(1 + Watching.Length);
        published.ShouldAllBe(port => port.Groups["address"].Value == "127.0.0.1");
    }

    [Fact]
    public void What_watches_is_there_when_it_is_asked_for_and_has_no_rights()
    {
        var common = Block("x-observability: &observability");
        common.ShouldContain("profiles: [observability]");
        foreach (var setting in Hardening.Where(setting => setting != "tmpfs: /tmp"))
            common.ShouldContain(setting);
        foreach (var service in Watching)
        {
            var block = Block($"  {service}:");
            block.ShouldContain("<<: *observability", customMessage: service);
            block.ShouldMatch(@"(?m)^    image: [a-z/]+:v?\d+\.\d+\.\d+$", $"{service}: a version, so that it is the same tomorrow");
        }
    }

    /// <summary>The lines of a service, or of a key that stands on its own, that are further in than the key itself.</summary>
    private static string Block(string key)
    {
        var lines = Compose.Split('\n');
        var start = Array.IndexOf(lines, key, key.StartsWith(' ') ? Array.IndexOf(lines, "services:") : 0);
        start.ShouldBeGreaterThanOrEqualTo(0, key);
        var indent = key.Length - key.TrimStart().Length;
        return string.Join('\n', lines[(start + 1)..].TakeWhile(line => line.Length == 0 || line.Length - line.TrimStart().Length > indent));
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(Repository.Root, file)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"(?im)^\s+\w*(?:key|password|secret|token|connectionstring|url)(?:_file)?:[ \t]+(?<value>\S+)")]
    private static partial Regex Secret();

    [GeneratedRegex(@"(?m)^    ports:\n      - (?<address>[0-9.]+):")]
    private static partial Regex Published();
}
