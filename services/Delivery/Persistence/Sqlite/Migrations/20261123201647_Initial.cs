using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace StorePush.Delivery.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "deliveries",
                columns: table => new
                {
                    correlation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    platform = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    store_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    order_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    payload = table.Column<byte[]>(type: "BLOB", nullable: true),
                    reason = table.Column<string>(type: "TEXT", nullable: true),
                    accepted_at = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    pushes = table.Column<int>(type: "INTEGER", nullable: false),
                    next_push_at = table.Column<long>(type: "INTEGER", nullable: true),
                    expiry_due_at = table.Column<long>(type: "INTEGER", nullable: false),
                    settled_at = table.Column<long>(type: "INTEGER", nullable: true),
                    delivered_by = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deliveries", x => x.correlation_id);
                });

            migrationBuilder.CreateTable(
                name: "device_revocations",
                columns: table => new
                {
                    store_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    device_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    revoked_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_device_revocations", x => new { x.store_id, x.device_id });
                });

            migrationBuilder.CreateTable(
                name: "device_sessions",
                columns: table => new
                {
                    connection_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    store_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    device_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    edge_id = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    connected_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_device_sessions", x => x.connection_id);
                });

            migrationBuilder.CreateTable(
                name: "edges",
                columns: table => new
                {
                    edge_id = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    heartbeat_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_edges", x => x.edge_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_accepted_at",
                table: "deliveries",
                column: "accepted_at");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_expiry_due_at",
                table: "deliveries",
                column: "expiry_due_at",
                filter: "state = 'Pending'");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_next_push_at",
                table: "deliveries",
                column: "next_push_at",
                filter: "state = 'Pending' AND next_push_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_store_id_accepted_at",
                table: "deliveries",
                columns: new[] { "store_id", "accepted_at" },
                filter: "state = 'Pending'");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_store_id_accepted_at_correlation_id",
                table: "deliveries",
                columns: new[] { "store_id", "accepted_at", "correlation_id" });

            migrationBuilder.CreateIndex(
                name: "ix_device_sessions_edge_id",
                table: "device_sessions",
                column: "edge_id");

            migrationBuilder.CreateIndex(
                name: "ix_device_sessions_store_id_device_id",
                table: "device_sessions",
                columns: new[] { "store_id", "device_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "deliveries");

            migrationBuilder.DropTable(
                name: "device_revocations");

            migrationBuilder.DropTable(
                name: "device_sessions");

            migrationBuilder.DropTable(
                name: "edges");
        }
    }
}
