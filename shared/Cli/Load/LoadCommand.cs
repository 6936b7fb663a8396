using System.CommandLine;
using System.Globalization;
using System.Net;
using StorePush.Cli.Load.Devices;
using StorePush.Cli.Load.Orders;
using StorePush.Cli.Load.Scenarios;
using StorePush.Cli.Options;
using StorePush.Protocol;

namespace StorePush.Cli.Load;

/// <summary><c>storepush load</c>.</summary>
internal sealed class LoadCommand
{
    private const string Description =
        """
        Measure how fast orders ring, and that none is lost

        steady: all devices are connected, orders come. replay: orders first, then all devices connect. storm: the network of all devices
        is cut at half the orders. slow: one device per store does not read. Devices are called load-0/till-0 and so on.

        An order is received when the first device of its store has it, and lost when none has when patience ends; a device that never rings
        beside one that does is not seen. Lost, not settled and duplicates count the warm-up too, the rest doesn't.
        """;

    /// <summary>Of all stores together; more take more memory and more descriptors than one process should.</summary>
    private const int MaxDevices = 200_000;

    private static readonly LoadOptions Default = new();

    private readonly Option<string?> _scenario = Parsed.Choice("--scenario", "What happens", ScenarioNames.All);
    private readonly Option<int?> _stores = Parsed.Count("--stores", $"Stores; {Default.Stores} when not given", max: 100_000);
    private readonly Option<int?> _devices = Parsed.Count("--devices", $"Devices per store; {Default.Devices} when not given", max: 1_000);
    private readonly Option<double?> _rate = Parsed.Rate(
        "--rate", $"Orders per second, each at its time whatever became of those before; {Default.Rate} when not given");

    private readonly Option<int?> _inFlight = Parsed.Count(
        "--in-flight", "Instead of a rate, so many callers: each places its next order when the one before was answered", max: 10_000);

    private readonly Option<string?> _until = Parsed.Choice(
        "--until",
        "How far an order of --in-flight must be before its caller places the next: accepted (when not given); settled, with an ack.ok; "
            + "told, when another device of its store stops ringing",
        [.. Enum.GetNames<OrderStep>().Select(step => step.ToLowerInvariant())]);

    private readonly Option<int?> _orders = Parsed.Count("--orders", $"Orders to measure; {Default.Measured.Orders} when not given");
    private readonly Option<TimeSpan?> _duration = Parsed.Duration("--duration", "Measure for so long instead, such as 60s");
    private readonly Option<Amount?> _warmUp = Parsed.Option<Amount?>(
        "--warm-up", $"Orders, or a time, before and not measured; {Default.WarmUp.Orders} orders when not given", ParseAmount);

    private readonly Option<int?> _orderBytes = Parsed.Count(
        "--order-bytes", $"Size of each order; {Default.OrderBytes} when not given", min: 10, max: 60_000);

    private readonly Option<string?> _acks = Parsed.Choice(
        "--acks", "How many devices of a store acknowledge; one when not given", ["one", "all"]);

    private readonly Option<IReadOnlyList<IPAddress>?> _sources = Parsed.Option<IReadOnlyList<IPAddress>?>(
        "--source-addresses", "Connect from these in turn, such as 127.0.0.1-127.0.0.5: past 28,000 connections", SourceAddresses.Parse);

    private readonly Option<double?> _connectRate = Parsed.Rate(
        "--connect-rate", $"Devices that connect per second; {Default.ConnectRate} when not given");

    private readonly Option<int?> _backlog = Parsed.Count("--backlog", $"replay: orders per store; {Default.Backlog} when not given");
    private readonly Option<int?> _slowDevices = Parsed.Count("--slow-devices", "slow: devices that don't read, of all stores together");
    private readonly Option<TimeSpan?> _patience = Parsed.Duration(
        "--patience", $"How long to wait for what is missing before it is lost, and for an answer; {Durations.ToText(Default.Patience)} when not given");

    private readonly Option<string?> _prefix = Parsed.Name("--store-prefix", "What the stores are called; another one per process");

    private readonly Option<string?> _json = new("--json")
    {
        Description = "Write the report as JSON to this file, - for the standard output",
    };

    public static Command Create(CommandIo io, ConnectionOptions connection)
    {
        var load = new LoadCommand();
        var command = new Command("load", Description)
        {
            load._scenario, load._stores, load._devices, load._rate, load._inFlight, load._until, load._orders, load._duration,
            load._warmUp, load._orderBytes, load._acks, load._sources, load._connectRate, load._backlog, load._slowDevices, load._patience,
            load._prefix, load._json,
        };
        command.SetAction((parsed, cancellationToken) =>
            LoadRunner.RunAsync(load.Read(parsed), connection.Read(parsed), parsed.GetValue(load._json), io, cancellationToken));
        return command;
    }

    private LoadOptions Read(ParseResult parsed)
    {
        RefuseContradictions(parsed);
        var (rate, inFlight) = (parsed.GetValue(_rate), parsed.GetValue(_inFlight));
        var (orders, duration) = (parsed.GetValue(_orders), parsed.GetValue(_duration));
        var scenario = parsed.GetValue(_scenario) ?? Default.Scenario;
        var prefix = parsed.GetValue(_prefix) ?? Default.StorePrefix;
        if (prefix.Length > Identifiers.MaxLength - "-100000".Length)
            throw CommandException.Usage("--store-prefix: must leave room for the number of the store.");

        var (stores, devices) = (parsed.GetValue(_stores) ?? Default.Stores, parsed.GetValue(_devices) ?? Default.Devices);
        if ((long)stores * devices > MaxDevices)
        {
            throw CommandException.Usage(string.Create(
                CultureInfo.InvariantCulture,
                $"--stores, --devices: {stores:N0} x {devices:N0} is more than the {MaxDevices:N0} devices that one process may be. " +
                $"Start several, each with a --store-prefix of its own."));
        }

        return new LoadOptions
        {
            Scenario = scenario,
            Stores = stores,
            Devices = devices,
            StorePrefix = prefix,
            Rate = inFlight is null && scenario != ScenarioNames.Replay ? rate ?? Default.Rate : null,
            InFlight = inFlight ?? Default.InFlight,
            Until = parsed.GetValue(_until) is { } until ? Enum.Parse<OrderStep>(until, ignoreCase: true) : Default.Until,
            Measured = duration is null ? Amount.Of(orders ?? Default.Measured.Orders!.Value) : Amount.Of(duration.Value),
            WarmUp = parsed.GetValue(_warmUp) ?? Default.WarmUp,
            OrderBytes = parsed.GetValue(_orderBytes) ?? Default.OrderBytes,
            AllAcknowledge = parsed.GetValue(_acks) == "all",
            SourceAddresses = parsed.GetValue(_sources) ?? Default.SourceAddresses,
            ConnectRate = parsed.GetValue(_connectRate) ?? Default.ConnectRate,
            Backlog = parsed.GetValue(_backlog) ?? Default.Backlog,
            SlowDevices = parsed.GetValue(_slowDevices),
            Patience = parsed.GetValue(_patience) ?? Default.Patience,
        };
    }

    private void RefuseContradictions(ParseResult parsed)
    {
        RefuseBoth(parsed, _rate, _inFlight);
        RefuseBoth(parsed, _orders, _duration);
        var scenario = parsed.GetValue(_scenario) ?? Default.Scenario;
        foreach (var option in new Option[] { _rate, _orders, _duration, _warmUp })
        {
            if (scenario == ScenarioNames.Replay && parsed.GetResult(option) is not null)
                throw CommandException.Usage($"{option.Name}: not with --scenario replay, which places --backlog.");
        }

        if (parsed.GetResult(_until) is not null && (parsed.GetValue(_inFlight) is null || scenario == ScenarioNames.Replay))
            throw CommandException.Usage("--until: only with --in-flight, and not with --scenario replay, where nobody is connected.");
        if (scenario != ScenarioNames.Replay && parsed.GetResult(_backlog) is not null)
            throw CommandException.Usage("--backlog: only with --scenario replay.");
        if (scenario != ScenarioNames.Slow && parsed.GetResult(_slowDevices) is not null)
            throw CommandException.Usage("--slow-devices: only with --scenario slow.");
    }

    private static void RefuseBoth(ParseResult parsed, Option one, Option other)
    {
        if (parsed.GetResult(one) is not null && parsed.GetResult(other) is not null)
            throw CommandException.Usage($"{one.Name} and {other.Name}: give one of them.");
    }

    private static Amount? ParseAmount(string text)
    {
        if (text.All(char.IsAsciiDigit))
            return Amount.Of(Counts.Parse(text, 0, 1_000_000_000));

        try
        {
            return Amount.Of(Durations.Parse(text));
        }
        catch (FormatException)
        {
            throw new FormatException("Must be a number of orders, or a time such as 10s.");
        }
    }
}
