// Puts the embedding site's colour in the place of ours, before anything is painted: never where it could not be read.
(() => {
  "use strict";
  const asked = new URLSearchParams(location.search);
  const dark = document.getElementById("dark");
  const scheme = asked.get("scheme");
  if (scheme === "light") dark.media = "not all";
  if (scheme === "dark") dark.media = "all";
  if (scheme === "light" || scheme === "dark") document.documentElement.style.colorScheme = scheme;
  const colour = rgbOf(asked.get("color"));
  if (!colour) return;
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", paint);
  paint();

  function paint() {
    const isDark = scheme === "dark" || (scheme !== "light" && system.matches);
    const [surface, ink] = isDark ? [[31, 44, 48], [255, 255, 255]] : [[227, 235, 235], [0, 0, 0]];
    const brand = readable(colour, ink, surface, 4.6);
    const strong = readable(mixed(brand, ink, 0.2), ink, surface, 6);
    const tint = mixed(isDark ? [23, 33, 36] : [255, 255, 255], brand, 0.12);
    const onBrand = contrast(brand, [255, 255, 255]) >= 4.5 ? [255, 255, 255] : [0, 0, 0];
    const values = { "--brand": brand, "--brand-strong": strong, "--tint": tint, "--on-brand": onBrand, "--logo": readable(colour, [0, 0, 0], [255, 255, 255], 3) };
    for (const [name, value] of Object.entries(values)) document.documentElement.style.setProperty(name, `rgb(${value.join(" ")})`);
  }

  /** `colour`, mixed with `ink` until it stands out from `surface` as much as needed. */
  function readable(colour, ink, surface, needed) {
    let share = 0;
    while (share < 1 && contrast(mixed(colour, ink, share), surface) < needed) share += 0.05;
    return mixed(colour, ink, Math.min(share, 1));
  }

  function mixed(one, other, share) {
    return one.map((value, index) => Math.round(value * (1 - share) + other[index] * share));
  }

  /** Contrast as WCAG 2.2 defines it. */
  function contrast(one, other) {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  }

  function light(colour) {
    const [red, green, blue] = colour.map((value) => (value <= 10 ? value / 3294 : ((value / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  function rgbOf(text) {
    const hex = /^#?([\da-f]{6})$/i.exec(text ?? "")?.[1];
    return hex ? [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16)) : null;
  }
})();
