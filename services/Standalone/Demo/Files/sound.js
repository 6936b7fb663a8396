// The bell. Browsers let a page make sound only after its reader has asked for it.

export function sound(button) {
  let audio;
  let isOn = false;

  const show = () => {
    button.textContent = `Turn the sound ${isOn ? 'off' : 'on'}`;
  };
  button.addEventListener('click', () => {
    audio ??= new AudioContext();
    isOn = !isOn;
    if (isOn) {
      audio.resume();
      tone(audio, 880, 0, .05);
    }
    show();
  });

  return {
    /** Rings once: two tones. */
    ring() {
      if (!isOn) return;
      tone(audio, 880, 0, .16);
      tone(audio, 1_175, .2, .28);
    },
  };
}

function tone(audio, frequency, after, length) {
  const at = audio.currentTime + after;
  const source = new OscillatorNode(audio, { type: 'triangle', frequency });
  const volume = new GainNode(audio, { gain: 0 });
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(.25, at + .01);
  volume.gain.exponentialRampToValueAtTime(.001, at + length);
  source.connect(volume).connect(audio.destination);
  source.start(at);
  source.stop(at + length);
}
