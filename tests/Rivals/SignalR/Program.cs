using System.Text;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;
using StorePush.Rivals.SignalR;

// What a team would write by hand to bring orders to terminals, with SignalR and Entity Framework, in one process.
var builder = WebApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddDbContextPool<OrdersContext>(options => options
    .UseNpgsql(builder.Configuration["Database"])
    .UseSnakeCaseNamingConvention());
builder.Services.AddSignalR();
builder.Services.AddHostedService<ExpirySweeper>();
builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(jwt =>
{
    jwt.MapInboundClaims = false;
    jwt.TokenValidationParameters = new TokenValidationParameters
    {
        ValidIssuer = "storepush",
        ValidAudience = "storepush",
        IssuerSigningKey = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(builder.Configuration["SigningKey"]!)),
    };

    // SignalR's clients can't set headers on a WebSocket.
    jwt.Events = new JwtBearerEvents
    {
        OnMessageReceived = context =>
        {
            if (context.Request.Path.StartsWithSegments("/hub"))
                context.Token = context.Request.Query["access_token"];
            return Task.CompletedTask;
        },
    };
});
builder.Services.AddAuthorizationBuilder()
    .AddPolicy("orders", policy => policy.RequireClaim("scope", "orders:write"))
    .AddPolicy("device", policy => policy.RequireClaim("scope", "device").RequireClaim("store_id"));

var app = builder.Build();
await using (var scope = app.Services.CreateAsyncScope())
    await scope.ServiceProvider.GetRequiredService<OrdersContext>().Database.EnsureCreatedAsync();

app.MapGet("/health/ready", () => Results.Ok());
app.MapOrders();
app.MapHub<DeviceHub>("/hub");
await app.RunAsync();
