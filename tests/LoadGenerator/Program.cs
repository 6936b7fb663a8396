using System.Globalization;
using Microsoft.Extensions.Configuration;
using StorePush.LoadGenerator;

// Measures how fast orders ring: run with --url=... --signingKey=... and, if wanted, --stores, --devices, --rate, --orders.
var options = new ConfigurationBuilder().AddCommandLine(args).Build().Get<LoadOptions>() ?? new LoadOptions();
if (string.IsNullOrEmpty(options.SigningKey))
{
    await Console.Error.WriteLineAsync("--signingKey is required: the Auth__SigningKey of the services.");
    return 1;
}

await using var terminals = await Terminals.ConnectAsync(options);
using var warmUp = new LoadRun(options, terminals, "warm-up");
await warmUp.RunAsync(options.WarmUp);
using var run = new LoadRun(options, terminals, "run");
await run.RunAsync(options.Orders);

var report = run.Report();
await Console.Out.WriteLineAsync(string.Create(
    CultureInfo.InvariantCulture,
    $"""
    {options.Stores} stores x {options.Devices} devices, {options.Orders} orders at {options.Rate}/s
    accepted -> received ms: p50 {report.AcceptedToReceived(0.5):F1}, p99 {report.AcceptedToReceived(0.99):F1}
    posted   -> received ms: p50 {report.PostedToReceived(0.5):F1}, p99 {report.PostedToReceived(0.99):F1}
    lost {report.Lost}, received more than once {report.Repeated}
    """));
return report.Lost == 0 ? 0 : 2;
