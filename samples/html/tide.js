// Half a lunar day is 12 h 25 min: the water rises for half of it and falls for the other.
const halfLunarDayMillis = 44_712_000;
const rising = (Date.now() % halfLunarDayMillis) * 2 < halfLunarDayMillis;
document.getElementById("tide").textContent = rising ? "rising" : "falling";
