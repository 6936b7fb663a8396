
namespace StorePush.Pos.Tests.Messages;

public sealed class HandledFileTests : PosClientTest, IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("storepush-pos-");
    private readonly Guid _id = Guid.CreateVersion7();

    private string File => Path.Combine(_directory.FullName, "state", "handled");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task A_terminal_that_was_restarted_does_not_ring_twice()
    {
        await HandleAsync(_id);

        await using var restarted = Restart();
        var side = await restarted.ConnectAsync(Server);
        await side.PushAsync(_id, push: 2);

        (await side.ExpectAckAsync()).ShouldBe([_id]);
        restarted.Rung.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_power_failure_leaves_of_the_last_line_spoils_no_other()
    {
        await HandleAsync(_id);
        await System.IO.File.AppendAllTextAsync(File, "01a20a93-82c5-7e21-8a0d", TestContext.Current.CancellationToken);
        var second = Guid.CreateVersion7();
        await using (var restarted = Restart())
        {
            var side = await restarted.ConnectAsync(Server);
            await side.PushAsync(second);
            await side.ExpectAckAsync();
        }

        await using var again = Restart();
        var last = await again.ConnectAsync(Server);
        await last.PushAsync(_id, push: 2);
        await last.PushAsync(second, push: 2);

        (await last.ExpectAcksAsync(2)).ShouldBe([_id, second]);
        again.Rung.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("01a20a93-82c5-7e21\n\n\0\0\0\0\n")]
    [InlineData("01a20a93-82c5-7e21-8a0d-de393c702764 1\n01a20a93-82c5-7e21-8a0d-de393c702764 -7\nx 1\n\0\0")]
    [InlineData("01a20a93-82c5-7e21-8a0d-de393c702764 99999999999999999999999\n")]
    public async Task What_a_power_failure_may_leave_is_no_reason_not_to_start(string text)
    {
        await WriteAsync(text);

        await HandleAsync(_id);
    }

    [Fact]
    public async Task A_file_of_something_else_is_left_alone()
    {
        const string Text = "Dear diary,\ntoday I sold noodles.\n";
        await WriteAsync(Text);

        Should.Throw<IOException>(() => Restart()).Message.ShouldStartWith("HandledFile: ");

        (await System.IO.File.ReadAllTextAsync(File, TestContext.Current.CancellationToken)).ShouldBe(Text);
    }

    [Fact]
    public async Task A_directory_is_no_file()
    {
        Directory.CreateDirectory(File);

        Should.Throw<IOException>(() => Restart()).Message.ShouldStartWith("HandledFile: ");
        await Task.CompletedTask;
    }

    [Fact]
    public async Task The_file_stays_short_and_keeps_the_newest()
    {
        const int Max = 10;
        Guid[] ids = [.. Enumerable.Range(0, 57).Select(_ => Guid.CreateVersion7())];
        await HandleAsync(ids, Max);
        (await System.IO.File.ReadAllLinesAsync(File, TestContext.Current.CancellationToken)).Length.ShouldBeLessThanOrEqualTo(2 * Max);

        await using var restarted = Restart(Max);
        var side = await restarted.ConnectAsync(Server);
        foreach (var id in ids.TakeLast(Max))
            await side.PushAsync(id, push: 2);

        await side.ExpectAcksAsync(Max);
        restarted.Rung.ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_terminals_do_not_share_a_file()
    {
        await using var first = Restart();

        Should.Throw<IOException>(() => Restart());
        await Task.CompletedTask;
    }

    [Fact]
    public async Task A_file_that_can_not_be_written_holds_up_no_order()
    {
        Directory.CreateDirectory(File + ".new");
        await using var terminal = Restart(max: 1);
        var side = await terminal.ConnectAsync(Server);
        Guid[] ids = [.. Enumerable.Range(0, 5).Select(_ => Guid.CreateVersion7())];

        foreach (var id in ids)
            await side.PushAsync(id);

        (await side.ExpectAcksAsync(ids.Length)).ShouldBe(ids);
        Log.All.ShouldContain(line => line.Contains("could not be written"));
    }

    private Task WriteAsync(string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        return System.IO.File.WriteAllTextAsync(File, text, TestContext.Current.CancellationToken);
    }

    private Task HandleAsync(Guid id) => HandleAsync([id], 10_000);

    /// <summary>Handles messages as a terminal that then ends.</summary>
    private async Task HandleAsync(Guid[] ids, int max)
    {
        await using var terminal = Restart(max);
        var side = await terminal.ConnectAsync(Server);
        foreach (var id in ids)
            await side.PushAsync(id);
        await side.ExpectAcksAsync(ids.Length);
        foreach (var id in ids)
            await side.ConfirmAsync(id);
        terminal.Rung.Count.ShouldBe(ids.Length);
    }

    private RestartedTerminal Restart(int max = 10_000)
    {
        Options.MaxHandledMessages = max;
        return new RestartedTerminal(Options, File, Clock, Log);
    }
}
