using Microsoft.Extensions.Options;

namespace StorePush.Pos;

/// <summary>Stops the start of a host whose terminal is configured wrongly.</summary>
internal sealed class PosClientOptionsValidator : IValidateOptions<PosClientOptions>
{
    public ValidateOptionsResult Validate(string? name, PosClientOptions options) =>
        options.Validate() is { Count: > 0 } problems ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
}
