using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shouldly;
using StorePush.Sagas.EntityFrameworkCore.Configuration;
using StorePush.Sagas.EntityFrameworkCore.Rows;
using StorePush.Sagas.EntityFrameworkCore.Tests.Jobs;
using StorePush.Sagas.EntityFrameworkCore.Tests.Rows;
using Xunit;

namespace StorePush.Sagas.EntityFrameworkCore.Tests.Bus;

/// <summary>A wrong registration is found before the first message.</summary>
public sealed class RegistrationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void A_repository_without_a_context_is_refused() =>
        Should.Throw<ConfigurationException>(() => Register(r => r.UseSqlite()))
            .Message.ShouldBe("The repository of Job needs ExistingDbContext<...>().");

    [Fact]
    public void A_repository_without_a_database_is_refused() =>
        Should.Throw<ConfigurationException>(() => Register(r => r.ExistingDbContext<JobsContext>()))
            .Message.ShouldBe("The repository of Job needs UsePostgres() or UseSqlite().");

    [Fact]
    public void A_limit_of_nothing_is_refused() =>
        Should.Throw<ConfigurationException>(() => Register(r =>
        {
            r.ExistingDbContext<JobsContext>();
            r.UseSqlite();
            r.MaxBatch = 0;
        })).Message.ShouldContain("at least 1");

    [Fact]
    public async Task A_host_whose_saga_has_no_version_column_does_not_start() =>
        (await StartFailureAsync(model => model.Entity<Job>(job =>
        {
            job.HasKey(j => j.CorrelationId);
            job.Ignore(j => j.Version);
        }))).Message.ShouldContain("the Version of a saga must be mapped");

    [Fact]
    public async Task A_host_whose_saga_has_another_key_does_not_start() =>
        (await StartFailureAsync(model => model.Entity<Job>().HasKey(job => job.Weight)))
            .Message.ShouldContain("the primary key of a saga must be its CorrelationId");

    [Fact]
    public async Task A_host_whose_model_lacks_the_saga_does_not_start() =>
        (await StartFailureAsync(_ => { })).Message.ShouldContain("the model does not contain it");

    private static async Task<RowMappingException> StartFailureAsync(Action<ModelBuilder> model)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddScoped(_ => new AdHocContext(model));
        builder.Services.AddMassTransit(bus =>
        {
            bus.UsingInMemory();
            Add(bus, r =>
            {
                r.ExistingDbContext<AdHocContext>();
                r.UseSqlite();
            });
        });

        using var host = builder.Build();
        return await Should.ThrowAsync<RowMappingException>(() => host.StartAsync(Cancellation));
    }

    private static void Register(Action<EntityFrameworkRepositoryConfigurator<Job>> configure) =>
        new ServiceCollection().AddMassTransit(bus => Add(bus, configure));

    private static void Add(IBusRegistrationConfigurator bus, Action<EntityFrameworkRepositoryConfigurator<Job>> configure) =>
        bus.AddSagaStateMachine<JobLifecycle, Job>().EntityFrameworkRepository(configure);
}
