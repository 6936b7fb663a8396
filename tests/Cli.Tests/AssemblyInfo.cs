using StorePush.Cli.Tests;

[assembly: AssemblyFixture(typeof(StandaloneFixture))]
