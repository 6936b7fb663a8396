using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using Xunit;

namespace StorePush.Tests.Properties;

/// <summary>Checks that something holds for whatever input comes, on many that are made at random.</summary>
/// <remarks>Each run has other inputs. The seed is printed; <c>STOREPUSH_TEST_SEED</c> brings the same ones back.</remarks>
public static class AnyInput
{
    private const string SeedVariable = "STOREPUSH_TEST_SEED";

    /// <summary>Checks one input after the other; the first that fails is made as small as it can be, and ends the test.</summary>
    /// <param name="inputs">How inputs are made.</param>
    /// <param name="runs">How many are tried.</param>
    /// <param name="check">Throws when it does not hold.</param>
    public static void Holds(Gen<byte[]> inputs, int runs, Action<byte[]> check)
    {
        var seed = ulong.TryParse(Environment.GetEnvironmentVariable(SeedVariable), CultureInfo.InvariantCulture, out var given)
            ? given
            : (ulong)TimeProvider.System.GetUtcNow().Ticks;
        TestContext.Current.TestOutputHelper?.WriteLine($"{SeedVariable}={seed}");

        var config = Config.QuickThrowOnFailure
            .WithMaxTest(runs)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(seed), FSharpOption<int>.None)))
            .WithName($"{SeedVariable}={seed}");
        Check.One(config, Prop.ForAll(Arb.From(inputs, Shorter), check));
    }

    private static IEnumerable<byte[]> Shorter(byte[] input)
    {
        for (var cut = input.Length / 2; cut > 0; cut /= 2)
        {
            for (var from = 0; from + cut <= input.Length; from += cut)
                yield return [.. input[..from], .. input[(from + cut)..]];
        }
    }
}
