using StorePush.Protocol.Frames;

namespace StorePush.Protocol.Tests.Frames;

/// <summary>What came of reading a frame, as the tests say it.</summary>
internal static class ReadFrame
{
    public static void ShouldBeAckOf(this (DeviceFrame Frame, ErrorFrame? Error) read, params string[] ids)
    {
        read.Error.ShouldBeNull();
        read.Frame.Type.ShouldBe(DeviceFrameType.Ack);
        read.Frame.AckIds.ShouldBe(ids.Select(Guid.Parse));
    }

    public static void ShouldBeError(this (DeviceFrame Frame, ErrorFrame? Error) read, string code)
    {
        read.Error.ShouldNotBeNull().Code.ShouldBe(code);
        read.Error.Detail.ShouldNotBeNullOrWhiteSpace();
    }
}
