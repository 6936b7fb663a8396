using System.CommandLine;
using StorePush.Cli.Options;
namespace StorePush.Cli.Load;
internal static class LoadCommand
{
    public static Command Create(CommandIo io, ConnectionOptions connection) => new("load", "x");
}
