using System.Text;
using System.Text.Json;

namespace StorePush.Cli.Api;

/// <summary>Makes of an answer that is an error what a person can read.</summary>
internal static class ProblemText
{
    private const int MaxBodyCharacters = 500;

    public static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        var text = new StringBuilder($"{(int)response.StatusCode} ");
        if (Parse(body) is { } problem)
            Append(text, problem, response.ReasonPhrase);
        else
            text.Append(response.ReasonPhrase).Append(": ").Append(body.AsSpan(0, Math.Min(body.Length, MaxBodyCharacters)));

        if (response.Headers.RetryAfter?.Delta is { } wait)
            text.AppendLine().Append("  Try again in ").Append(Options.Durations.ToText(wait)).Append('.');
        return text.ToString();
    }

    private static void Append(StringBuilder text, Problem problem, string? reason)
    {
        text.Append(problem.Title ?? reason);
        if (problem.Detail is not null)
            text.Append(": ").Append(problem.Detail);
        foreach (var (field, errors) in problem.Errors ?? new Dictionary<string, string[]>())
            text.AppendLine().Append("  ").Append(field).Append(": ").AppendJoin(' ', errors);
    }

    private static Problem? Parse(string body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ReadableJson.Api.Problem) is { } problem and not { Title: null, Detail: null }
                ? problem
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
