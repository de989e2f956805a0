import "./globals.css";

export const metadata = { title: "Slipway with Next" };

export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
