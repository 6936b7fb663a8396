namespace StorePush.Protocol.Tests;

public sealed class IdentifiersTests
{
    private const string NameCharacters = "-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

    [Fact]
    public void A_name_has_letters_digits_dots_underscores_and_hyphens_only() =>
        Accepted(text => Identifiers.IsName(text)).ShouldBe(NameCharacters);

    [Fact]
    public void An_order_id_has_printable_ascii_without_space_and_slash_only() =>
        Accepted(text => Identifiers.IsOrderId(text))
            .ShouldBe(string.Concat(Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code).Where(each => each != '/')));

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void An_id_has_1_to_64_characters(int length, bool isId)
    {
        Identifiers.IsName(new string('a', length)).ShouldBe(isId);
        Identifiers.IsOrderId(new string('a', length)).ShouldBe(isId);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("-")]
    [InlineData("S1.till_2-x")]
    public void A_name_may_begin_and_end_with_any_of_its_characters(string text) => Identifiers.IsName(text).ShouldBeTrue();

    [Theory]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a\n")]
    [InlineData("店")]
    [InlineData("é")]
    [InlineData("１")]
    public void One_bad_character_spoils_an_id(string text)
    {
        Identifiers.IsName(text).ShouldBeFalse();
        Identifiers.IsOrderId(text).ShouldBeFalse();
    }

    private static string Accepted(Func<string, bool> isId) =>
        string.Concat(Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code).Where(each => isId(each.ToString())));
}
