using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using OpenTelemetry.Trace;
using StorePush.Delivery.Persistence.Postgres;
using StorePush.Delivery.Persistence.Sqlite;
using StorePush.Delivery.Sagas;
using StorePush.Delivery.Sessions;
using StorePush.Hosting.Configuration;
using StorePush.Sagas.EntityFrameworkCore.Configuration;

namespace StorePush.Delivery.Persistence;

/// <summary>Which database the state lives in: PostgreSQL where a connection string is configured, else one SQLite file.</summary>
internal static class DatabaseSetup
{
    private const string ConnectionStringKey = $"{DatabaseOptions.Section}:{nameof(DatabaseOptions.ConnectionString)}";

    /// <summary>The statements are few and always the same, so the server need not plan them anew each time.</summary>
    private const int PreparedStatements = 50;

    /// <summary>
    /// What must wait for a connection is better off than what is refused by the server, which by default takes 100 from all processes
    /// together; this many, held for milliseconds, do thousands of statements per second.
    /// </summary>
    private const int MaxConnections = 20;

    /// <summary>Uses PostgreSQL.</summary>
    /// <exception cref="OptionsValidationException">No connection string is configured, or it is bad.</exception>
    public static void AddPostgres(this WebApplicationBuilder builder)
    {
        var options = builder.AddCheckedOptions<DatabaseOptions>(DatabaseOptions.Section);
        if (string.IsNullOrEmpty(options.ConnectionString))
            throw Bad("is required: Host=...;Database=...;Username=...;Password=...");

        var connectionString = Parse(options.ConnectionString);
        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(connectionString));
        builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddNpgsql());
        builder.Services.AddSingleton<IOnlineSessions, PostgresOnlineSessions>();
        builder.Services.AddDbContextPool<DeliveryDbContext, PostgresDeliveryDbContext>((services, context) => context
            .UseNpgsql(services.GetRequiredService<NpgsqlDataSource>())
            .UseSnakeCaseNamingConvention());
    }

    /// <summary>Uses PostgreSQL where it is configured, else a file.</summary>
    public static void AddPostgresOrFile(this WebApplicationBuilder builder, string file)
    {
        if (IsPostgres(builder.Configuration))
        {
            builder.AddPostgres();
            return;
        }

        builder.AddCheckedOptions<DatabaseOptions>(DatabaseOptions.Section);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var connectionString = new SqliteConnectionStringBuilder { DataSource = file }.ToString();
        builder.Services.AddSingleton<IOnlineSessions, SqliteOnlineSessions>();
        builder.Services.AddDbContextPool<DeliveryDbContext, SqliteDeliveryDbContext>(context => context
            .UseSqlite(connectionString, sqlite => sqlite.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter))
            .UseSnakeCaseNamingConvention());
    }

    /// <summary>Keeps the sagas there.</summary>
    public static void UseDatabase(
        this EntityFrameworkRepositoryConfigurator<DeliveryState> repository, IConfiguration configuration)
    {
        repository.ExistingDbContext<DeliveryDbContext>();
        if (IsPostgres(configuration))
            repository.UsePostgres();
        else
            repository.UseSqlite();
    }

    private static bool IsPostgres(IConfiguration configuration) => !string.IsNullOrEmpty(configuration[ConnectionStringKey]);

    private static string Parse(string text)
    {
        try
        {
            var connection = new NpgsqlConnectionStringBuilder(text);

            // What the string says; ContainsKey tells which words Npgsql knows.
            string[] given = [.. connection.Keys];

            // Only where the string doesn't say: behind a pooler that mixes sessions it must be 0.
            if (!given.Contains("Max Auto Prepare"))
                connection.MaxAutoPrepare = PreparedStatements;
            if (!given.Contains("Maximum Pool Size"))
                connection.MaxPoolSize = MaxConnections;

            // Nothing here leaves anything behind in a session (no SET, LISTEN, temporary table or advisory lock), and to clear one takes
            // seven statements of the server, for each time that a connection is used.
            if (!given.Contains("No Reset On Close"))
                connection.NoResetOnClose = true;
            return connection.ToString();
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw Bad(exception.Message);
        }
    }

    private static OptionsValidationException Bad(string problem) => new(
        DatabaseOptions.Section,
        typeof(DatabaseOptions),
        [$"{DatabaseOptions.Section}__{nameof(DatabaseOptions.ConnectionString)}: {problem}"]);
}
