using StorePush.Terminals.Tests.Running;

[assembly: AssemblyFixture(typeof(HastyServer))]
[assembly: AssemblyFixture(typeof(Chromium))]

// The languages side by side, however few cores there are: the tests wait most of the time.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
