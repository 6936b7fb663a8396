using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using StorePush.Protocol;

namespace StorePush.Hosting;

internal static class HttpJson
{
    /// <summary>HTTP answers are written as the device frames are: absent instead of null, times as RFC 3339 with milliseconds.</summary>
    public static void AddHttpJson(this WebApplicationBuilder builder) =>
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            json.SerializerOptions.Converters.Add(new Rfc3339Converter());
        });
}
