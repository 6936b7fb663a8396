using StorePush.LoadBench;

return await BenchCommand.Create().Parse(args).InvokeAsync();
