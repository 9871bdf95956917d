function Fork() {
  return null;
}
