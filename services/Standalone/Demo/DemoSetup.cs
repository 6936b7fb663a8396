namespace StorePush.Standalone.Demo;

internal static class DemoSetup
{
    public static void AddDemo(this WebApplicationBuilder builder) => builder.Services.AddSingleton<DemoGuard>();
}
