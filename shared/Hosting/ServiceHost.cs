using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using StorePush.Hosting.Authentication;
using StorePush.Hosting.Configuration;
using StorePush.Hosting.Health;
using StorePush.Hosting.Limits;
using StorePush.Hosting.Problems;
using StorePush.Hosting.Telemetry;

namespace StorePush.Hosting;

/// <summary>What every StorePush process has in common: configuration that is checked, health, metrics, traces, problem details.</summary>
public static class ServiceHost
{
    private const string CheckConfig = "--check-config";

    /// <summary>Runs a process until it is told to stop.</summary>
    /// <param name="args">
    /// The command line. <c>--probe</c> asks a running process of this kind whether it is ready (exit code 0 or 1);
    /// <c>--check-config</c> checks the configuration, prints <c>ok</c> and exits.
    /// </param>
    /// <param name="add">Adds the services of the process.</param>
    /// <param name="map">Adds its endpoints.</param>
    /// <returns>The exit code: 0 after a clean stop, 1 when the configuration is wrong (the error names the key) or the process gave up.</returns>
    public static async Task<int> RunAsync(
        string[] args, Action<WebApplicationBuilder> add, Action<WebApplication> map)
    {
        ArgumentNullException.ThrowIfNull(args);

        if (args.Contains("--probe"))
            return await HealthProbe.RunAsync();

        try
        {
            // What follows a name without a value would be taken for its value.
            await using var app = Build([.. args.Where(arg => arg != CheckConfig)], add, map);
            if (args.Contains(CheckConfig))
            {
                await Console.Out.WriteLineAsync("ok");
                return 0;
            }

            await RunAsync(app);
            return Environment.ExitCode;
        }
        catch (OptionsValidationException exception)
        {
            foreach (var failure in exception.Failures)
                await Console.Error.WriteLineAsync($"configuration error: {failure}");
            return 1;
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
    }

    private static async Task RunAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch
        {
            // What runs in the background already would take its end for an error, and log that, too.
            app.Lifetime.StopApplication();
            throw;
        }

        await app.WaitForShutdownAsync();
    }

    /// <summary>Where the process listens unless <c>ASPNETCORE_URLS</c> or <c>--urls</c> says otherwise: on loopback, at a port of its own.</summary>
    /// <param name="builder">The process.</param>
    /// <param name="port">The port.</param>
    public static void UseDefaultPort(this WebApplicationBuilder builder, int port)
    {
        ArgumentNullException.ThrowIfNull(builder);

        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
            builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
    }

    /// <summary>Builds a process without running it.</summary>
    /// <param name="args">The command line, read as configuration.</param>
    /// <param name="add">Adds the services of the process.</param>
    /// <param name="map">Adds its endpoints.</param>
    /// <exception cref="OptionsValidationException">The configuration is wrong; the failures name the keys.</exception>
    public static WebApplication Build(
        string[] args, Action<WebApplicationBuilder> add, Action<WebApplication> map)
    {
        ArgumentNullException.ThrowIfNull(add);
        ArgumentNullException.ThrowIfNull(map);

        var builder = WebApplication.CreateBuilder(args);

        builder.AddSecretFiles();
        builder.CheckHostSettings();
        builder.AddQuietLogging();
        builder.AddHttpLimits();
        add(builder);
        builder.AddProblemDetails();
        builder.AddHttpJson();
        builder.AddHealth();
        builder.AddServiceName();
        builder.AddMetrics();
        builder.AddTracing();
        builder.Services.TryAddSingleton(TimeProvider.System);

        var app = builder.Build();

        app.ListenToMeters();
        app.UseProblemDetails();
        app.UsePlainBodies();
        app.UseRouting();
        app.UseEntryGates();
        app.UseTokenAuthentication();
        app.MapHealth();
        app.MapMetrics();
        map(app);

        return app;
    }
}
