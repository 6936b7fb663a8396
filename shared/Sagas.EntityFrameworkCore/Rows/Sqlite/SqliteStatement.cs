using System.Data.Common;

namespace StorePush.Sagas.EntityFrameworkCore.Rows.Sqlite;

/// <summary>The SQL for one row of a group; prepared by its first execution and run once per row.</summary>
internal sealed class SqliteStatement<TEntity>
    where TEntity : class
{
    private readonly DbCommand _command;
    private readonly IReadOnlyList<RowColumn> _columns;
    private readonly DbParameter? _version;

    public SqliteStatement(DbCommand command, RowMap<TEntity> map, RowGroup group)
    {
        _command = command;
        _columns = group.Kind switch
        {
            RowWriteKind.Insert => map.Columns,
            RowWriteKind.Update => [.. map.Key, .. group.Changed],
            _ => map.Key,
        };

        foreach (var column in _columns)
            command.Parameters.Add(column.Mapping.CreateParameter(command, Parameter(column), null, nullable: true));

        if (group.Kind != RowWriteKind.Insert)
        {
            _version = map.Version!.Mapping.CreateParameter(command, "@version", null, nullable: true);
            command.Parameters.Add(_version);
        }

#pragma warning disable CA2100 // Made of the model's names, which are quoted, and of parameters.
        command.CommandText = group.Kind switch
        {
            RowWriteKind.Insert => Insert(map),
            RowWriteKind.Update => Update(map, group.Changed),
            _ => $"DELETE FROM {map.Table} WHERE {Match(map)}",
        };
#pragma warning restore CA2100
    }

    /// <returns>Whether the row was written.</returns>
    public async Task<bool> ExecuteAsync(RowWrite<TEntity> write, CancellationToken cancellationToken)
    {
        for (var i = 0; i < _columns.Count; i++)
            _command.Parameters[i].Value = _columns[i].GetProviderValue(write.Entity) ?? DBNull.Value;
        if (_version is not null)
            _version.Value = write.Version;

        return await _command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    // Not INSERT OR IGNORE, which would swallow a violated NOT NULL or CHECK as well.
    private static string Insert(RowMap<TEntity> map) =>
        $"""
        INSERT INTO {map.Table} ({string.Join(", ", map.Columns.Select(column => column.Name))})
        VALUES ({string.Join(", ", map.Columns.Select(Parameter))})
        ON CONFLICT ({string.Join(", ", map.Key.Select(column => column.Name))}) DO NOTHING
        """;

    private static string Update(RowMap<TEntity> map, IReadOnlyList<RowColumn> changed)
    {
        var version = map.Version!.Name;
        var assignments = changed.Select(column => $"{column.Name} = {Parameter(column)}, ");
        return $"UPDATE {map.Table} SET {string.Concat(assignments)}{version} = {version} + 1 WHERE {Match(map)}";
    }

    private static string Match(RowMap<TEntity> map)
    {
        var keys = map.Key.Select(column => $"{column.Name} = {Parameter(column)} AND ");
        return $"{string.Concat(keys)}{map.Version!.Name} = @version";
    }

    private static string Parameter(RowColumn column) => $"@p{column.Index}";
}
