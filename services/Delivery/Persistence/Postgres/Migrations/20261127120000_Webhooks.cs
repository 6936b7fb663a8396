using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace StorePush.Delivery.Persistence.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Webhooks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "webhook_calls",
                columns: table => new
                {
                    id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    last_failure = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    done_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_webhook_calls", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_webhook_calls_due_at",
                table: "webhook_calls",
                column: "due_at",
                filter: "done_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_webhook_calls_received_at_done",
                table: "webhook_calls",
                column: "received_at",
                filter: "done_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_webhook_calls_received_at_waiting",
                table: "webhook_calls",
                column: "received_at",
                filter: "done_at IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "webhook_calls");
        }
    }
}
