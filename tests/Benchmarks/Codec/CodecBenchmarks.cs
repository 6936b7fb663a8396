using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using StorePush.Contracts;
using StorePush.Delivery.Pushing;
using StorePush.Delivery.Sagas;
using StorePush.Protocol;
using StorePush.Protocol.Frames;

namespace StorePush.Benchmarks.Codec;

/// <summary>What frames cost: Delivery writes each once, the edge reads what devices say, devices read what they get.</summary>
public class CodecBenchmarks
{
    private readonly DeliveryState _message = Order.Create();
    private readonly byte[] _frame;
    private readonly byte[] _ack = Encoding.UTF8.GetBytes($$"""{"type":"ack","id":"{{Guid.CreateVersion7()}}"}""");
    private readonly byte[] _acks = Encoding.UTF8.GetBytes(
        $$"""{"type":"ack","ids":[{{string.Join(',', Enumerable.Range(0, 100).Select(_ => $"\"{Guid.CreateVersion7()}\""))}}]}""");

    public CodecBenchmarks() => _frame = MessageFrames.Write(_message, push: 1).Utf8.ToArray();

    [Benchmark]
    public RawJson Write_a_message() => MessageFrames.Write(_message, push: 1);

    [Benchmark]
    public MessageFrame? Read_a_message() => JsonSerializer.Deserialize(_frame, ProtocolJson.Default.MessageFrame);

    [Benchmark]
    public bool Read_an_ack() => DeviceFrameReader.TryRead(_ack, out _, out _);

    [Benchmark]
    public bool Read_an_ack_of_100() => DeviceFrameReader.TryRead(_acks, out _, out _);

    [Benchmark]
    public byte[] Write_an_ack_ok() => JsonSerializer.SerializeToUtf8Bytes(new AckOkFrame { Id = _message.CorrelationId }, ProtocolJson.Default.AckOkFrame);
}
