import Link from "next/link";

export default function Home() {
  return (
    <main>
      <img src="/compass.svg" alt="A compass" width="96" height="96" />
      <h1>Built with Next, exported as files</h1>
      <Link href="/log">To the log book</Link>
    </main>
  );
}
