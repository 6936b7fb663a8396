using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace StorePush.Tests.Properties;

/// <summary>What nobody would send on purpose, but for the one who looks for a hole.</summary>
public static class Inputs
{
    private const int MaxDamages = 4;

    private static readonly string[] Oddities =
    [
        "null", "true", "0", "-0", "1e400", "01", "9999999999999999999999", "1.5", "\"\"", "\"\\ud800\"", "\"\\u0000\"", "\"\\ud83c\\udf5c\"",
        "\"饿百\"", "[]", "{}", "[[[[[[[[[[", "{\"a\":", "\"", "\\", "\uFEFF", "\u2028", "\0", "NaN", ",", ":", "}", "]", "\"a\"",
    ];

    /// <summary>Bytes without any sense.</summary>
    public static Gen<byte[]> Noise { get; } =
        Gen.Choose(0, byte.MaxValue).Select(number => (byte)number).ArrayOf();

    /// <summary>JSON of the named fields with anything in them, some of them twice and some not at all; not always to its end.</summary>
    public static Gen<byte[]> Json(params string[] fields)
    {
        var scalar = Gen.Elements(Oddities);
        var value = Gen.OneOf(
            scalar,
            scalar.ListOf(3).Select(items => $"[{string.Join(',', items)}]"),
            scalar.Select(item => $$"""{"x":{{item}}}"""),
            Gen.Choose(1, 100).Select(depth => new string('[', depth) + new string(']', depth)),
            Gen.Choose(0, 5_000).Select(length => $"\"{new string('y', length)}\""));
        var field = Gen.Elements(fields).Zip(value, (name, content) => $"\"{name}\":{content}");
        return Gen.Choose(0, fields.Length + 1)
            .SelectMany(count => field.ListOf(count))
            .Select(parts => Encoding.UTF8.GetBytes($"{{{string.Join(',', parts)}}}"));
    }

    /// <summary>Something right with a few bytes of it changed, cut out or put in.</summary>
    public static Gen<byte[]> Damaged(params string[] right) =>
        from text in Gen.Elements(right)
        from damages in Gen.Choose(0, MaxDamages)
        from places in Gen.Choose(0, int.MaxValue - 1).ListOf(damages)
        from kinds in Gen.Choose(0, 2).ListOf(damages)
        from values in Gen.Choose(0, byte.MaxValue).ListOf(damages)
        select Damage(Encoding.UTF8.GetBytes(text), [.. places], [.. kinds], [.. values]);

    /// <summary>All of these.</summary>
    public static Gen<byte[]> Hostile(string[] fields, params string[] right) =>
        Gen.OneOf(Noise, Json(fields), Damaged(right));

    private static byte[] Damage(byte[] bytes, int[] places, int[] kinds, int[] values)
    {
        var damaged = bytes.ToList();
        for (var index = 0; index < places.Length && damaged.Count > 0; index++)
        {
            var place = places[index] % damaged.Count;
            if (kinds[index] == 0)
                damaged[place] = (byte)values[index];
            else if (kinds[index] == 1)
                damaged.RemoveRange(place, Math.Min(values[index], damaged.Count - place));
            else
                damaged.Insert(place, (byte)values[index]);
        }

        return [.. damaged];
    }
}
