// top secret
