// Prints how far three ships get in a day: `slipway submit samples/snippet.ts`.
interface Ship {
  readonly name: string;
  readonly knots: number;
}

const fleet: readonly Ship[] = [
  { name: "Halcyon", knots: 12 },
  { name: "Marten", knots: 9.5 },
  { name: "Tern", knots: 21 },
];

for (const { name, knots } of fleet) {
  console.log(`${name}: ${knots * 24} nautical miles`);
}
