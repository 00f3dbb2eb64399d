export default function Start() {
  return <main className="page">Touchline</main>;
}
