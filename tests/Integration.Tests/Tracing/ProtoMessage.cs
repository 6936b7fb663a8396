using System.Text;

namespace StorePush.Integration.Tests.Tracing;

/// <summary>One message in Protocol Buffers' wire format, of which only nested messages, bytes and texts are wanted.</summary>
internal sealed class ProtoMessage
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int LengthDelimited = 2;
    private const int Fixed32 = 5;

    private readonly ILookup<int, ReadOnlyMemory<byte>> _fields;

    public ProtoMessage(ReadOnlyMemory<byte> bytes) =>
        _fields = Read(bytes).ToLookup(field => field.Number, field => field.Value);

    public IEnumerable<ProtoMessage> Messages(int field) => _fields[field].Select(bytes => new ProtoMessage(bytes));

    public string Text(int field) => Encoding.UTF8.GetString(_fields[field].FirstOrDefault().Span);

    public string Hex(int field) => Convert.ToHexStringLower(_fields[field].FirstOrDefault().Span);

    private static IEnumerable<(int Number, ReadOnlyMemory<byte> Value)> Read(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var tag = ReadVarint(ref bytes);
            var length = (int)(tag & 7) switch
            {
                Varint => 0,
                Fixed64 => sizeof(ulong),
                LengthDelimited => (int)ReadVarint(ref bytes),
                Fixed32 => sizeof(uint),
                var other => throw new InvalidDataException($"Wire type {other}."),
            };
            if ((tag & 7) == Varint)
                ReadVarint(ref bytes);
            yield return ((int)(tag >> 3), bytes[..length]);
            bytes = bytes[length..];
        }
    }

    private static ulong ReadVarint(ref ReadOnlyMemory<byte> bytes)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var one = bytes.Span[0];
            bytes = bytes[1..];
            value |= (ulong)(one & 0x7F) << shift;
            if ((one & 0x80) == 0)
                return value;
        }
    }
}
