using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace StorePush.Hosting.Configuration;

/// <summary>Options that stop the start when a key is unknown or a value is bad, with an error that names the key.</summary>
public static class CheckedOptions
{
    // Attributes are shared, and RangeAttribute sets itself up at its first use without a lock: two hosts that start at the same time in
    // one process would trip over each other.
    private static readonly Lock Checking = new();

    /// <summary>Binds a configuration section to options and checks it, at once.</summary>
    /// <remarks>
    /// The result is for decisions that are made while services are added; a service asks for <see cref="IOptions{TOptions}"/>.
    /// </remarks>
    /// <typeparam name="TOptions">The options, with data annotations; defaults live on its properties.</typeparam>
    /// <param name="builder">The process.</param>
    /// <param name="section">The name of the section, for example <c>Edge</c>.</param>
    /// <exception cref="OptionsValidationException">A key is unknown or a value is bad.</exception>
    public static TOptions AddCheckedOptions<TOptions>(this WebApplicationBuilder builder, string section)
        where TOptions : class, new()
    {
        ArgumentNullException.ThrowIfNull(builder);

        var configuration = builder.Configuration.GetSection(section);
        var options = Read<TOptions>(configuration);

        builder.Services.AddOptions<TOptions>()
            .Bind(configuration, binder => binder.ErrorOnUnknownConfiguration = true);

        return options;
    }

    private static TOptions Read<TOptions>(IConfigurationSection section)
        where TOptions : class, new()
    {
        var options = new TOptions();
        List<string> failures;
        try
        {
            section.Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
            failures = [.. UnknownKeys<TOptions>(section), .. Check(options, section.Key)];
        }
        catch (InvalidOperationException exception)
        {
            // The binder names unknown keys by their last part only, and shows bad values, of which one may be a secret.
            failures = [.. UnknownKeys<TOptions>(section), .. UnreadableValues<TOptions>(section)];
            if (failures.Count == 0)
                failures = [$"{section.Key}: {exception.Message}"];
        }

        return failures.Count == 0
            ? options
            : throw new OptionsValidationException(section.Key, typeof(TOptions), failures);
    }

    private static IEnumerable<string> UnknownKeys<TOptions>(IConfigurationSection section)
    {
        var known = typeof(TOptions).GetProperties().Where(property => property.CanWrite).Select(property => property.Name);
        return section.GetChildren()
            .SelectMany(child => known.Contains(child.Key, StringComparer.OrdinalIgnoreCase)
                ? Parts(child).Select(part => Name(section.Key, Name(child.Key, part)))
                : [Name(section.Key, child.Key)])
            .Select(name => $"{name}: is not a known key.");
    }

    /// <summary>What is written below a key. Every option is one value and has no parts; the binder passes over them.</summary>
    private static IEnumerable<string> Parts(IConfigurationSection option) => option.GetChildren().Select(part => part.Key);

    private static IEnumerable<string> UnreadableValues<TOptions>(IConfigurationSection section) =>
        from property in typeof(TOptions).GetProperties()
        where property.CanWrite && section[property.Name] is not null && !CanRead(section.GetSection(property.Name), property.PropertyType)
        select $"{Name(section.Key, property.Name)}: can't be read as {property.PropertyType.Name}.";

    private static bool CanRead(IConfigurationSection value, Type type)
    {
        try
        {
            value.Get(type, binder => binder.ErrorOnUnknownConfiguration = true);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static List<string> Check(object options, string section)
    {
        var results = new List<ValidationResult>();
        lock (Checking)
            Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return [.. results.Select(result =>
            $"{string.Join(", ", result.MemberNames.Select(member => Name(section, member)))}: {result.ErrorMessage}")];
    }

    /// <summary>The key as one writes it in the environment.</summary>
    private static string Name(string section, string key) => $"{section}__{key}";
}
