using StorePush.Deployment.Tests.Compositions;
using StorePush.Deployment.Tests.Kustomizations;

namespace StorePush.Deployment.Tests.Processes;

/// <summary>What a process would be configured with: what its manifest says, and for each secret a value as an operator makes it.</summary>
internal static class Configuration
{
    private const string SecretsVariable = "STOREPUSH_SECRETS";

    private static readonly Dictionary<string, string> Secrets = new()
    {
        ["Auth__SigningKey"] = "0123456789abcdef0123456789abcdef",
        ["Broker__Url"] = "amqp://user:secret@rabbitmq.storepush.svc:5672/",
        ["Database__ConnectionString"] = "Host=db.example.com;Username=storepush;Password=secret;Database=storepush",
        ["Webhooks__Secret"] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    };

    public static Dictionary<string, string> Of(Workload workload) => workload.Keys
        .Select(key => (key, workload.Environment[key]))
        .Concat(SecretsOf(workload))
        .ToDictionary();

    /// <summary>Those that know secrets share the files of all.</summary>
    public static Dictionary<string, string> Of(ComposedService service)
    {
        var environment = service.Environment;
        return environment.Remove(SecretsVariable) ? environment.Concat(Secrets).ToDictionary() : environment;
    }

    public static IEnumerable<(string Key, string Value)> SecretsOf(Workload workload) =>
        workload.SecretKeys.Select(key => (key, Secrets[key]));
}
