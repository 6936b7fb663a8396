using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace StorePush.Hosting.Authentication;

/// <summary>Lets go of what has checked a request's token, for requests that last for days.</summary>
/// <remarks>The framework keeps its handlers, and with them all that the token said, until the request ends.</remarks>
public static class ForgetfulHandlers
{
    /// <summary>Forgets who has called, and how that was said: its claims, its headers, and what has read them.</summary>
    /// <param name="context">A request that was let in, and about whose caller nobody asks any more.</param>
    public static void ForgetCaller(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        ((Provider)context.RequestServices.GetRequiredService<IAuthenticationHandlerProvider>()).Forget();
        context.User = new ClaimsPrincipal();
        context.Request.Headers.Clear();
    }

    /// <summary>After the framework's own have been added.</summary>
    internal static void AddForgetfulHandlers(this IServiceCollection services)
    {
        services.AddScoped<IAuthenticationHandlerProvider, Provider>();

        // One for each request remembers every caller that it has seen.
        var service = services.Last(service => service.ServiceType == typeof(IAuthenticationService));
        services.AddTransient(typeof(IAuthenticationService), service.ImplementationType!);
    }

    private sealed class Provider(IAuthenticationSchemeProvider schemes) : IAuthenticationHandlerProvider
    {
        private AuthenticationHandlerProvider? _handlers;

        public Task<IAuthenticationHandler?> GetHandlerAsync(HttpContext context, string authenticationScheme) =>
            (_handlers ??= new(schemes)).GetHandlerAsync(context, authenticationScheme);

        public void Forget() => _handlers = null;
    }
}
