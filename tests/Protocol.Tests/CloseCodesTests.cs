namespace StorePush.Protocol.Tests;

public sealed class CloseCodesTests
{
    [Theory]
    [InlineData(CloseCode.Normal, 1000, true)]
    [InlineData(CloseCode.GoingAway, 1001, true)]
    [InlineData(CloseCode.FrameTooBig, 1009, true)]
    [InlineData(CloseCode.Restart, 1012, true)]
    [InlineData(CloseCode.Overloaded, 1013, true)]
    [InlineData(CloseCode.MalformedFrames, 4400, false)]
    [InlineData(CloseCode.TokenExpired, 4401, true)]
    [InlineData(CloseCode.Forbidden, 4403, false)]
    [InlineData(CloseCode.HeartbeatTimeout, 4408, true)]
    [InlineData(CloseCode.Replaced, 4409, false)]
    [InlineData(CloseCode.TooSlow, 4429, true)]
    public void Each_code_says_whether_to_come_back(CloseCode code, int number, bool mayReconnect)
    {
        ((int)code).ShouldBe(number);
        CloseCodes.MayReconnect(number).ShouldBe(mayReconnect);
    }

    [Fact]
    public void There_are_no_other_codes() => Enum.GetValues<CloseCode>().Length.ShouldBe(11);

    [Theory]
    [InlineData(0)]
    [InlineData(1005)]
    [InlineData(1006)]
    [InlineData(1011)]
    [InlineData(4999)]
    public void A_code_that_we_do_not_define_is_no_reason_to_stop(int number) => CloseCodes.MayReconnect(number).ShouldBeTrue();
}
