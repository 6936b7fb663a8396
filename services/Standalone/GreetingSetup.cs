namespace StorePush.Standalone;

internal static class GreetingSetup
{
    public static void AddGreeting(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(Console.Out);
        builder.Services.AddHostedService<Greeting>();
    }
}
