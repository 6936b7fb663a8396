using StorePush.Console.Tests.Running;
using StorePush.Terminals.Tests.Running;

[assembly: AssemblyFixture(typeof(SharedServer))]
[assembly: AssemblyFixture(typeof(DemoServer))]
[assembly: AssemblyFixture(typeof(Chromium))]

// The tests wait most of the time.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
