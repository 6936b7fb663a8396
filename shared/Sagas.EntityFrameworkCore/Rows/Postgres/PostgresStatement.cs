using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace StorePush.Sagas.EntityFrameworkCore.Rows.Postgres;

/// <summary>The SQL for a group of rows: each column of all rows is one array parameter, so the text does not depend on their number.</summary>
/// <remarks>
/// Every statement returns the ordinals (from 1) of the rows that it wrote. Conflicts are looked for on the primary key alone:
/// a second unique index that is violated is an error of that row and no mere duplicate.
/// </remarks>
internal static class PostgresStatement
{
    public static NpgsqlBatchCommand Create<TEntity>(
        RowMap<TEntity> map, RowGroup group, IReadOnlyList<RowWrite<TEntity>> writes)
        where TEntity : class
    {
        var columns = group.Kind switch
        {
            RowWriteKind.Insert => map.Columns,
            RowWriteKind.Update => [.. map.Key, .. group.Changed],
            _ => map.Key,
        };

        var command = new NpgsqlBatchCommand(group.Kind switch
        {
            RowWriteKind.Insert => Insert(map),
            RowWriteKind.Update => Update(map, group.Changed),
            _ => Delete(map),
        });

        foreach (var column in columns)
            command.Parameters.Add(ArrayOf(column, group, writes));
        if (group.Kind != RowWriteKind.Insert)
            command.Parameters.Add(VersionsOf(group, writes));

        return command;
    }

    // A row that lost to another one, in the table or earlier in the arrays, is not among the written keys.
    private static string Insert<TEntity>(RowMap<TEntity> map)
        where TEntity : class
    {
        var keys = List(map.Key, column => column.Name);
        return $"""
            WITH written AS (
                INSERT INTO {map.Table} ({List(map.Columns, column => column.Name)})
                SELECT * FROM unnest({List(map.Columns, column => $"${column.Index + 1}")})
                ON CONFLICT ({keys}) DO NOTHING
                RETURNING {keys})
            SELECT r.i
            FROM unnest({List(map.Key, column => $"${column.Index + 1}")}) WITH ORDINALITY AS r ({KeyAliases(map)}, i)
            JOIN written AS w ON {Match(map, "w")}
            """;
    }

    private static string Update<TEntity>(RowMap<TEntity> map, IReadOnlyList<RowColumn> changed)
        where TEntity : class
    {
        var version = map.Version!.Name;
        var parameters = Enumerable.Range(1, map.Key.Count + changed.Count + 1).Select(number => $"${number}");
        var aliases = changed.Select((_, i) => $"c{i}, ");
        var assignments = changed.Select((column, i) => $"{column.Name} = r.c{i}, ");
        return $"""
            UPDATE {map.Table} AS t
            SET {string.Concat(assignments)}{version} = t.{version} + 1
            FROM unnest({string.Join(", ", parameters)}) WITH ORDINALITY
                AS r ({KeyAliases(map)}, {string.Concat(aliases)}v, i)
            WHERE {Match(map, "t")} AND t.{version} = r.v
            RETURNING r.i
            """;
    }

    private static string Delete<TEntity>(RowMap<TEntity> map)
        where TEntity : class
    {
        var parameters = Enumerable.Range(1, map.Key.Count + 1).Select(number => $"${number}");
        return $"""
            DELETE FROM {map.Table} AS t
            USING unnest({string.Join(", ", parameters)}) WITH ORDINALITY AS r ({KeyAliases(map)}, v, i)
            WHERE {Match(map, "t")} AND t.{map.Version!.Name} = r.v
            RETURNING r.i
            """;
    }

    private static string KeyAliases<TEntity>(RowMap<TEntity> map)
        where TEntity : class => string.Join(", ", map.Key.Select((_, i) => $"k{i}"));

    private static string Match<TEntity>(RowMap<TEntity> map, string table)
        where TEntity : class => string.Join(" AND ", map.Key.Select((column, i) => $"{table}.{column.Name} = r.k{i}"));

    private static string List(IEnumerable<RowColumn> columns, Func<RowColumn, string> text) =>
        string.Join(", ", columns.Select(text));

    private static NpgsqlParameter ArrayOf<TEntity>(
        RowColumn column, RowGroup group, IReadOnlyList<RowWrite<TEntity>> writes)
        where TEntity : class
    {
        var values = Array.CreateInstance(column.ProviderType, group.Positions.Count);
        for (var i = 0; i < values.Length; i++)
            values.SetValue(column.GetProviderValue(writes[group.Positions[i]].Entity), i);

        return new NpgsqlParameter { Value = values, DataTypeName = ArrayTypeOf(column.Mapping) };
    }

    private static NpgsqlParameter<int[]> VersionsOf<TEntity>(RowGroup group, IReadOnlyList<RowWrite<TEntity>> writes)
        where TEntity : class => new() { TypedValue = [.. group.Positions.Select(position => writes[position].Version)] };

    // Without facets: the column itself has the length or the precision, and says so when a value does not fit.
    // A char(n) of SQL is not what PostgreSQL calls "char" inside, which is what Npgsql would take it for.
    private static string ArrayTypeOf(RelationalTypeMapping mapping) =>
        mapping.StoreTypeNameBase == "char" ? "character[]" : $"{mapping.StoreTypeNameBase}[]";
}
