import { useState } from "react";

import ship from "./assets/ship.svg";
import { steps } from "./steps";

export function App() {
  const [chosen, choose] = useState(0);
  const step = steps[chosen] ?? steps[0];

  return (
    <main>
      <header>
        <img className="ship" src={ship} alt="A ship on its slipway" width="320" height="200" />
        <h1>Slipway</h1>
        <p className="lead">
          The place where a ship is built before it slides into the water. This one is for websites: it
          takes a source, builds it in order, shows every line of the way, and serves what came out.
        </p>
        <p className="proof">You are looking at a page that Slipway has just built.</p>
      </header>

      <section aria-labelledby="way">
        <h2 id="way">The way of this build</h2>
        <div className="steps">
          {steps.map((each, index) => (
            <button
              key={each.name}
              type="button"
              aria-pressed={index === chosen}
              onClick={() => choose(index)}
            >
              <span className="percent">{each.percent}&thinsp;%</span>
              <span>{each.name}</span>
            </button>
          ))}
        </div>
        <p className="what" role="status">
          {step?.what}
        </p>
      </section>

      <section aria-labelledby="promises">
        <h2 id="promises">What it promises</h2>
        <ul>
          <li>
            <strong>In order.</strong> Builds of one chat run one at a time, in the order you asked for them.
          </li>
          <li>
            <strong>Nothing lost.</strong> Once accepted, a build ends exactly once, also when the power goes.
          </li>
          <li>
            <strong>Nothing hidden.</strong> Every step and every byte of output can be watched while it happens.
          </li>
        </ul>
      </section>
    </main>
  );
}
