import Link from "next/link";

export default function Log() {
  return (
    <main>
      <h1>Log book</h1>
      <p>Wind north-west, sea slight, all well.</p>
      <Link href="/">Back</Link>
    </main>
  );
}
