using System.Text;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using StorePush.Hosting.Configuration;
using StorePush.Protocol;

namespace StorePush.Hosting.Authentication;

/// <summary>Bearer tokens (RFC 6750) and what their scopes allow.</summary>
public static class TokenAuthentication
{
    private const string CriticalHeader = "crit";

    /// <summary>Checks bearer tokens on every endpoint that asks for a scope, and adds the issuer of device tokens.</summary>
    /// <remarks>
    /// Each service whose endpoints ask for a scope calls it; a process that hosts several of them gets it once. One that never calls
    /// it, such as the gateway, needs no signing key.
    /// </remarks>
    public static void AddTokenAuthentication(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        if (builder.Services.Any(service => service.ServiceType == typeof(TokenIssuer)))
            return;

        builder.AddCheckedOptions<AuthOptions>(AuthOptions.Section);
        builder.Services.AddSingleton<TokenIssuer>();

        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        builder.Services.AddForgetfulHandlers();

        // Authentication brings data protection along, which writes a key to the disk at start. Nothing here is protected with it.
        if (builder.Services.FirstOrDefault(IsDataProtectionStart) is { } dataProtection)
            builder.Services.Remove(dataProtection);

        builder.Services
            .AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<IOptions<AuthOptions>, TimeProvider>(Configure);

        var authorization = builder.Services.AddAuthorizationBuilder();
        foreach (var scope in Scopes.All)
            authorization.AddPolicy(scope, policy => policy.RequireAssertion(context => context.User.HasScope(scope)));
    }

    /// <summary>Puts the checks into the pipeline of a process that has them.</summary>
    internal static void UseTokenAuthentication(this WebApplication app)
    {
        if (app.Services.GetService<IServiceProviderIsService>()?.IsService(typeof(TokenIssuer)) != true)
            return;

        app.UseAuthentication();
        app.UseAuthorization();
    }

    private static void Configure(JwtBearerOptions jwt, IOptions<AuthOptions> options, TimeProvider clock)
    {
        var auth = options.Value;

        jwt.MapInboundClaims = false;
        jwt.TimeProvider = clock;
        jwt.TokenValidationParameters = new()
        {
            ValidIssuer = auth.Issuer,
            ValidAudience = auth.Audience,
            NameClaimType = TokenClaims.Subject,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            LifetimeValidator = (notBefore, expires, _, _) => IsAlive(notBefore, expires, clock, auth.ClockSkew),
        };

        if (auth.Authority is not null)
        {
            jwt.Authority = auth.Authority.ToString();
            jwt.RequireHttpsMetadata = !auth.Authority.IsLoopback;
        }
        else
        {
            jwt.TokenValidationParameters.IssuerSigningKey = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(auth.SigningKey!));
            jwt.TokenValidationParameters.ValidAlgorithms = [SecurityAlgorithms.HmacSha256];
        }

        jwt.Events = new()
        {
            OnMessageReceived = context =>
            {
                // The one place where a token may stand in the query, since a browser's socket can't carry a header.
                if (IsSocket(context.Request) && !context.Request.Headers.ContainsKey("Authorization"))
                {
                    context.Token = context.Request.Query[SocketProtocol.TokenParameter];
                }

                return Task.CompletedTask;
            },
            OnTokenValidated = context =>
            {
                if (context.SecurityToken is not JsonWebToken token)
                    return Task.CompletedTask;

                // An empty list is no claim any more: a token that names no store in the end must not open all of them.
                if (token.TryGetPayloadValue(TokenClaims.StoreId, out object? store) && store is not string)
                    context.Fail($"The claim {TokenClaims.StoreId} is not a string.");

                // What its issuer says must be understood, and nothing here understands any such thing (RFC 7515, 4.1.11).
                if (token.TryGetHeaderValue(CriticalHeader, out object? _))
                    context.Fail($"The header {CriticalHeader} names extensions, and none is known here.");

                return Task.CompletedTask;
            },
        };
    }

    private static bool IsDataProtectionStart(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService)
        && service.ImplementationType?.Name == "DataProtectionHostedService";

    private static bool IsSocket(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && request.Path.Value?.Split('/') is ["", "v1", "stores", _, "devices", _, "socket"];

    private static bool IsAlive(DateTime? notBefore, DateTime? expires, TimeProvider clock, TimeSpan skew)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return expires > now - skew && (notBefore is null || notBefore <= now + skew);
    }
}
