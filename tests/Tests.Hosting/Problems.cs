using System.Net;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace StorePush.Tests.Hosting;

/// <summary>Looks at answers that are errors.</summary>
public static class Problems
{
    /// <summary>Every error is a problem detail with all of type, title, status and detail.</summary>
    public static async Task<JsonElement> ShouldBeProblemAsync(this HttpResponseMessage response, HttpStatusCode status)
    {
        ArgumentNullException.ThrowIfNull(response);

        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken).Soon();
        response.StatusCode.ShouldBe(status, text);
        response.Content.Headers.ContentType.ShouldNotBeNull().MediaType.ShouldBe("application/problem+json");
        using var document = JsonDocument.Parse(text);
        var problem = document.RootElement;
        problem.GetProperty("type").GetString().ShouldNotBeNullOrEmpty();
        problem.GetProperty("title").GetString().ShouldNotBeNullOrEmpty();
        problem.GetProperty("status").GetInt32().ShouldBe((int)status);
        problem.GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
        return problem.Clone();
    }

    /// <summary>An error that passes says when to come back.</summary>
    public static void ShouldSayWhenToRetry(this HttpResponseMessage response)
    {
        ArgumentNullException.ThrowIfNull(response);

        response.Headers.RetryAfter.ShouldNotBeNull().Delta.ShouldNotBeNull().ShouldBeGreaterThan(TimeSpan.Zero);
    }
}
