using System.ComponentModel;
using System.Globalization;

namespace StorePush.Hosting.Deliveries;

/// <summary>Reads <c>00:00:10,00:00:20</c> from configuration.</summary>
internal sealed class PushIntervalsConverter : TypeConverter
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

    public override object ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        new PushIntervals(((string)value).Split(',').Select(wait => TimeSpan.Parse(wait.Trim(), CultureInfo.InvariantCulture)));
}
