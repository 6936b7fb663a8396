using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace StorePush.Delivery.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class PushLogAndFigures : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "push_log",
                table: "deliveries",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "figures",
                columns: table => new
                {
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    process_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    accepted = table.Column<int>(type: "INTEGER", nullable: false),
                    delivered = table.Column<int>(type: "INTEGER", nullable: false),
                    expired = table.Column<int>(type: "INTEGER", nullable: false),
                    latencies = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_figures", x => new { x.at, x.process_id });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "figures");

            migrationBuilder.DropColumn(
                name: "push_log",
                table: "deliveries");
        }
    }
}
