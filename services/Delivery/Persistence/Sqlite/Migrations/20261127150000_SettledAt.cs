using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace StorePush.Delivery.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class SettledAt : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_deliveries_accepted_at",
                table: "deliveries");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_settled_at",
                table: "deliveries",
                column: "settled_at",
                filter: "settled_at IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_deliveries_settled_at",
                table: "deliveries");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_accepted_at",
                table: "deliveries",
                column: "accepted_at");
        }
    }
}
